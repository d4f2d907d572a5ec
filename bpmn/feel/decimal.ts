/** Digits that a result keeps: IEEE 754 decimal128, as feel-scala's numbers have. */
const precision = 34;
/** Numbers further apart in size than this are not added digit by digit. */
const farApart = 200;
/** More digits than any written number. */
const maxDigits = 20_000;

export type Rounding = 'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN';

/** `digits * 10 ** -scale`: a number that no JavaScript number holds, or that remembers its trailing zeros. */
export class Decimal {
	constructor(
		readonly digits: bigint,
		readonly scale: number,
	) {}

	/** @param text digits with an optional sign, point and exponent */
	static parse(text: string): Decimal | undefined {
		const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
		if (!match || (match[2] === '' && match[3] === '') || text.length > maxDigits) return undefined;
		const digits = BigInt(`${match[2]!}${match[3]!}`);
		return new Decimal(match[1] === '-' ? -digits : digits, match[3]!.length - Number(match[4] ?? 0));
	}

	negate(): Decimal {
		return new Decimal(-this.digits, this.scale);
	}

	add(other: Decimal): Decimal {
		if (this.digits === 0n || other.digits === 0n || Math.abs(this.#exponent - other.#exponent) > farApart) return this.#addToFar(other);
		const scale = Math.max(this.scale, other.scale);
		return new Decimal(this.#digitsAt(scale) + other.#digitsAt(scale), scale).#rounded();
	}

	multiply(other: Decimal): Decimal {
		return new Decimal(this.digits * other.digits, this.scale + other.scale).#rounded();
	}

	/** @param other not zero */
	divide(other: Decimal): Decimal {
		const preferred = this.scale - other.scale;
		if (this.digits === 0n) return new Decimal(0n, preferred);
		const more = Math.max(0, precision + 2 + countDigits(other.digits) - countDigits(this.digits));
		const dividend = this.digits * 10n ** BigInt(more);
		// An extra digit stands for the remainder: an inexact half is not rounded as an exact one.
		const exact = dividend % other.digits === 0n;
		const quotient = dividend / other.digits;
		const negative = this.digits < 0n !== other.digits < 0n;
		const digits = exact ? quotient : quotient * 10n + (negative ? -1n : 1n);
		return new Decimal(digits, preferred + more + (exact ? 0 : 1)).#rounded().#withoutZerosUpTo(preferred);
	}

	/** The remainder has the sign of this number. */
	remainder(other: Decimal): Decimal {
		const scale = Math.max(this.scale, other.scale);
		if (Math.abs(this.#exponent - other.#exponent) > farApart) return this.compare(new Decimal(0n, 0)) === 0 ? this : new Decimal(0n, 0);
		return new Decimal(this.#digitsAt(scale) % other.#digitsAt(scale), scale);
	}

	/** @param exponent a whole number of at most nine digits */
	power(exponent: number): Decimal {
		let result = new Decimal(1n, 0);
		let base = new Decimal(this.digits, this.scale);
		for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
			if (rest % 2 === 1) result = result.#multiplyExactly(base);
			if (rest > 1) base = base.#multiplyExactly(base);
		}
		return exponent < 0 ? new Decimal(1n, 0).divide(result) : result.#rounded();
	}

	compare(other: Decimal): number {
		const sign = getSign(this.digits);
		const otherSign = getSign(other.digits);
		if (sign !== otherSign || sign === 0) return sign - otherSign;
		if (this.#exponent !== other.#exponent) return this.#exponent > other.#exponent ? sign : -sign;
		const scale = Math.max(this.scale, other.scale);
		return getSign(this.#digitsAt(scale) - other.#digitsAt(scale));
	}

	withScale(scale: number, rounding: Rounding): Decimal {
		if (scale >= this.scale) return new Decimal(this.#digitsAt(scale), scale);
		const dropped = this.scale - scale;
		const divisor = dropped > countDigits(this.digits) + 1 ? undefined : 10n ** BigInt(dropped);
		const quotient = divisor === undefined ? 0n : this.digits / divisor;
		const rest = divisor === undefined ? this.digits : this.digits % divisor;
		const half = divisor === undefined ? -1 : getSign((rest < 0n ? -rest : rest) * 2n - divisor);
		return new Decimal(quotient + (rest === 0n ? 0n : step(rounding, getSign(this.digits), half, quotient)), scale);
	}

	get isWhole(): boolean {
		return this.scale <= 0 || this.withScale(0, 'DOWN').compare(this) === 0;
	}

	/** The low 64 bits of the whole part, as a variable keeps them. */
	toLong(): bigint {
		if (this.scale <= -64) return 0n;
		return BigInt.asIntN(64, this.withScale(0, 'DOWN').digits);
	}

	toNumber(): number {
		return Number(`${this.digits}e${-this.scale}`);
	}

	/** As Java's BigDecimal says it. */
	toString(): string {
		const text = String(this.digits < 0n ? -this.digits : this.digits);
		const sign = this.digits < 0n ? '-' : '';
		const exponent = text.length - 1 - this.scale;
		if (this.scale === 0) return sign + text;
		if (this.scale < 0 || exponent < -6) {
			const fraction = text.length === 1 ? '' : `.${text.slice(1)}`;
			return `${sign}${text[0]!}${fraction}E${exponent < 0 ? '' : '+'}${exponent}`;
		}
		const padded = text.padStart(this.scale + 1, '0');
		return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
	}

	get #exponent(): number {
		return countDigits(this.digits) - this.scale;
	}

	#digitsAt(scale: number): bigint {
		const more = scale - this.scale;
		// The engine would be busy with nothing but a number of that many digits.
		if (more > maxDigits) throw new RangeError(`A number of more than ${maxDigits} digits`);
		return this.digits * 10n ** BigInt(more);
	}

	#addToFar(other: Decimal): Decimal {
		const [smaller, larger] =
			this.digits === 0n || (other.digits !== 0n && this.#exponent < other.#exponent) ? [this, other] : [other, this];
		const scale = Math.max(smaller.scale, larger.scale);
		const isNear = scale - larger.scale <= farApart;
		return isNear && smaller.digits === 0n ? new Decimal(larger.#digitsAt(scale), scale).#rounded() : larger.#rounded();
	}

	/** Rounded later: its digits would tell in the last one. */
	#multiplyExactly(other: Decimal): Decimal {
		return new Decimal(this.digits * other.digits, this.scale + other.scale).#rounded(precision + 12);
	}

	#rounded(to = precision): Decimal {
		const length = countDigits(this.digits);
		if (length <= to) return this;
		const rounded = this.withScale(this.scale - (length - to), 'HALF_EVEN');
		return countDigits(rounded.digits) > to ? rounded.#rounded(to) : rounded;
	}

	#withoutZerosUpTo(scale: number): Decimal {
		let { digits, scale: at } = this;
		for (; at > scale && digits % 10n === 0n; at--) digits /= 10n;
		return new Decimal(digits, at);
	}
}

const getSign = (digits: bigint): number => (digits === 0n ? 0 : digits < 0n ? -1 : 1);

function countDigits(digits: bigint): number {
	if (digits === 0n) return 1;
	return String(digits < 0n ? -digits : digits).length;
}

/** Returns what rounding adds to the remaining digits; `half` compares the dropped ones with a half. */
function step(rounding: Rounding, sign: number, half: number, quotient: bigint): bigint {
	const away = {
		UP: true,
		DOWN: false,
		CEILING: sign > 0,
		FLOOR: sign < 0,
		HALF_UP: half >= 0,
		HALF_DOWN: half > 0,
		HALF_EVEN: half > 0 || (half === 0 && quotient % 2n !== 0n),
	}[rounding];
	return away ? BigInt(sign) : 0n;
}
