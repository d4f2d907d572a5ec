const json = JSON as unknown as {
	parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
	rawJSON(text: string): unknown;
};

/** Parses JSON. Integers beyond 2^53 become bigint and lose no digits. @throws SyntaxError */
export function parseJson(text: string): unknown {
	return /\d{16}/.test(text) ? json.parse(text, (_key, value, { source }) => exactly(value, source)) : JSON.parse(text);
}

const exactly = (value: unknown, source = ''): unknown =>
	typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value;

/** Parses JSON of a model like `parseJson`. Other numbers that lose digits, such as 9.0071992547409931e16, become NaN. @throws SyntaxError */
export function parseKnowingLosses(text: string): unknown {
	const isLong = /[\d.]{16}|\d[eE]\+?\d{2}/.test(text);
	return isLong ? json.parse(text, (_key, value, { source }) => orLost(exactly(value, source), source)) : JSON.parse(text);
}

/** Below 2^53 only decimal places can get lost. */
const orLost = (value: unknown, source = ''): unknown =>
	typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER && listDigits(source) !== listDigits(String(value)) ? NaN : value;

const listDigits = (number: string): string => number.replace(/[eE].*$|[-.]/g, '').replace(/^0+|0+$/g, '');

/** Max nesting of lists and objects in a document, the same as in Zeebe's gateway. */
export const maxJsonDepth = 1_000;

export const isTooDeep = (value: unknown, levels = maxJsonDepth): boolean =>
	typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

/** Returns whether data has an integer beyond 2^53, for places that cannot carry it. */
export function holdsBigint(value: unknown): boolean {
	const waiting = [value];
	for (const one of waiting) {
		if (typeof one === 'bigint') return true;
		if (typeof one === 'object' && one !== null) for (const part of Object.values(one)) waiting.push(part);
	}
	return false;
}

/** Writes bigint as integers and undefined as null. @throws TypeError for a value that JSON cannot express */
export function stringifyJson(value: unknown, indent?: string | number): string {
	const text = stringifyIntegers(value, indent);
	return /\d{19}/.test(text) ? JSON.stringify(value, withExponents, indent) : text;
}

function stringifyIntegers(value: unknown, indent?: string | number): string {
	// n8n gives bigint a toJSON method that returns text. Then JSON does not refuse bigint, and values must be checked for it.
	if ('toJSON' in BigInt.prototype) return JSON.stringify(value, asIntegers, indent) ?? 'null';
	try {
		return JSON.stringify(value, undefined, indent) ?? 'null';
	} catch (error) {
		// JSON refuses bigint and circular references; the second attempt only circular references.
		if (!(error instanceof TypeError)) throw error;
		return JSON.stringify(value, asIntegers, indent);
	}
}

/** Returns JSON data for receivers that write it with `JSON.stringify`, with bigint as an integer. */
export function toWritable(value: unknown): unknown {
	if (typeof value === 'bigint') return json.rawJSON(String(value));
	if (Array.isArray(value)) return value.map(toWritable);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toWritable(part)]));
}

function asIntegers(this: Record<string, unknown>, key: string, converted: unknown): unknown {
	const part = this[key];
	return typeof part === 'bigint' ? json.rawJSON(String(part)) : converted;
}

/** Beyond 64 bits a number without exponent would be read as a bigint, which FEEL cannot read. */
function withExponents(this: Record<string, unknown>, key: string, converted: unknown): unknown {
	const part = asIntegers.call(this, key, converted);
	return typeof part === 'number' && Math.abs(part) >= 2 ** 63 && Number.isFinite(part) ? json.rawJSON(part.toExponential()) : part;
}
