import { Decimal } from './decimal';
import { TooLarge } from './evaluation-budget';

/** A safe integer or a double from JSON, an integer beyond 2^53 from JSON, or what calculating made. */
export type FeelNumber = number | bigint | Decimal;

export const isNumber = (value: unknown): value is FeelNumber =>
	typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;

function toDecimal(value: FeelNumber): Decimal {
	if (value instanceof Decimal) return value;
	if (typeof value === 'bigint') return new Decimal(value, 0);
	return Number.isSafeInteger(value) ? new Decimal(BigInt(value), 0) : Decimal.parse(String(value))!;
}

function simplified(value: Decimal): FeelNumber {
	if (value.scale !== 0) return value;
	const plain = Number(value.digits);
	return Number.isSafeInteger(plain) ? plain : value;
}

export function parseNumber(text: string): FeelNumber | undefined {
	const value = Decimal.parse(text);
	return value && simplified(value);
}

const bothSafe = (a: FeelNumber, b: FeelNumber): boolean => Number.isSafeInteger(a) && Number.isSafeInteger(b);

export function add(a: FeelNumber, b: FeelNumber): FeelNumber {
	if (bothSafe(a, b) && Number.isSafeInteger((a as number) + (b as number))) return (a as number) + (b as number);
	return simplified(toDecimal(a).add(toDecimal(b)));
}

export function negate(value: FeelNumber): FeelNumber {
	return typeof value === 'number' ? 0 - value : simplified(toDecimal(value).negate());
}

export const subtract = (a: FeelNumber, b: FeelNumber): FeelNumber => add(a, negate(b));

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber {
	if (bothSafe(a, b) && Number.isSafeInteger((a as number) * (b as number))) return (a as number) * (b as number) + 0;
	return simplified(toDecimal(a).multiply(toDecimal(b)));
}

/** @param b not zero */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber {
	if (bothSafe(a, b) && (a as number) % (b as number) === 0) return (a as number) / (b as number) + 0;
	return simplified(toDecimal(a).divide(toDecimal(b)));
}

/** Undefined when the exponent is beyond what can be calculated. */
export function power(base: FeelNumber, exponent: FeelNumber): FeelNumber | undefined {
	const decimal = toDecimal(exponent);
	if (!decimal.isWhole) return fromDouble(toDouble(base) ** toDouble(exponent));
	const whole = decimal.toNumber();
	if (Math.abs(whole) > 999_999_999 || (whole < 0 && isZero(base))) return undefined;
	return simplified(toDecimal(base).power(whole));
}

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
	if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
	return toDecimal(a).compare(toDecimal(b));
}

export const isZero = (value: FeelNumber): boolean => compareNumbers(value, 0) === 0;
export const toDouble = (value: FeelNumber): number => (typeof value === 'number' ? value : toDecimal(value).toNumber());

/** Returns undefined where the result is not a number, such as the logarithm of a negative one. */
export function fromDouble(value: number): FeelNumber | undefined {
	return Number.isFinite(value) ? value : undefined;
}

/** Java's `intValue`: without fraction. */
export const toInteger = (value: FeelNumber): number => {
	if (typeof value === 'number' && Math.abs(value) < 2 ** 31) return Math.trunc(value);
	return Number(BigInt.asIntN(32, toDecimal(value).toLong()));
};

/** The remainder with the sign of the divisor. */
export function modulo(a: FeelNumber, b: FeelNumber): FeelNumber {
	const dividend = toDecimal(a);
	const divisor = toDecimal(b);
	return simplified(dividend.remainder(divisor).add(divisor).remainder(divisor));
}

export const withScale = (value: FeelNumber, scale: number, rounding: Parameters<Decimal['withScale']>[1]): FeelNumber =>
	simplified(toDecimal(value).withScale(scale, rounding));

export const numberText = (value: FeelNumber): string => (Number.isSafeInteger(value) ? String(value) : toDecimal(value).toString());

const readLists = new WeakSet<unknown[]>();

/**
 * Returns a value of a variable. Zeebe reads a list as a whole, and a context entry by entry (recorded from 8.6 and 8.8).
 * @throws TooLarge for an integer beyond 64 bits, which Zeebe stores and cannot read
 */
export function readable(value: unknown): unknown {
	if (Array.isArray(value) && !readLists.has(value)) {
		for (const item of value) readable(item);
		readLists.add(value);
	}
	if (typeof value !== 'bigint' || BigInt.asIntN(64, value) === value) return value;
	throw new TooLarge(`a variable has the integer ${value}, which does not fit into 64 bits. Pass it as a text`);
}

/** Converts a number to a variable's type: a 64-bit integer, else a double. */
export function toJsonNumber(value: FeelNumber): number | bigint {
	if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value))) return value;
	const decimal = toDecimal(value);
	if (!decimal.isWhole) return decimal.toNumber();
	const long = decimal.toLong();
	return Number.isSafeInteger(Number(long)) ? Number(long) : long;
}
