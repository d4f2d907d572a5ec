/** `JSON` as ECMAScript proposes it and Node has it since 21: numbers as they are written. */
const json = JSON as unknown as {
	parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
	rawJSON(text: string): unknown;
};

/** JSON whose integers beyond 2^53 become bigint, and lose nothing. @throws SyntaxError */
export function parseJson(text: string): unknown {
	return /\d{16}/.test(text) ? json.parse(text, (_key, value, { source }) => exactly(value, source)) : JSON.parse(text);
}

const exactly = (value: unknown, source = ''): unknown =>
	typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value;

/** Levels of lists and objects in each other that a document may have, as in Zeebe's gateway. */
export const deepestJson = 1_000;

/** Whether a document has more levels than that. */
export const isTooDeep = (value: unknown, levels = deepestJson): boolean =>
	typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

/** JSON with bigint as the integers that they are; undefined as null. @throws TypeError for a value that JSON has no form for */
export function stringifyJson(value: unknown, indent?: string | number): string {
	// n8n gives every bigint of its process a form, as text: then nothing is refused, and what they are has to be asked for.
	if ('toJSON' in BigInt.prototype) return JSON.stringify(value, asIntegers, indent) ?? 'null';
	try {
		return JSON.stringify(value, undefined, indent) ?? 'null';
	} catch (error) {
		// It refuses a bigint, and what refers to itself: that is refused again.
		if (!(error instanceof TypeError)) throw error;
		return JSON.stringify(value, asIntegers, indent);
	}
}

/** It is given what a value says of itself (toJSON); the value stands in its holder. */
function asIntegers(this: Record<string, unknown>, key: string, said: unknown): unknown {
	const part = this[key];
	return typeof part === 'bigint' ? json.rawJSON(String(part)) : said;
}
