import type { JsonSchema } from '../ports';

const MAX_SCHEMA_LENGTH = 200_000;
const MAX_PARTS = 5_000;
const MAX_DEPTH = 64;
/** Limit for one object or list: ajv nests the code of fields, so compiling takes the square of their number. */
const MAX_SCHEMAS = 500;

/**
 * @returns the schema as JSON, and the number of its parts
 * @throws Error for one that is larger than a tool or an answer needs, or refers to another document
 */
export function checkBounds(schema: JsonSchema): { text: string; parts: number } {
	if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw new Error('it is not an object');
	const parts = { count: 0 };
	measure(schema, 1, parts);
	const text = JSON.stringify(schema);
	if (text.length > MAX_SCHEMA_LENGTH) throw new Error(`it has more than ${MAX_SCHEMA_LENGTH} characters`);
	return { text, parts: parts.count };
}

function measure(value: unknown, depth: number, parts: { count: number }): void {
	parts.count += 1;
	if (parts.count > MAX_PARTS) throw new Error(`it has more than ${MAX_PARTS} parts`);
	if (depth > MAX_DEPTH) throw new Error(`it has more than ${MAX_DEPTH} levels`);
	if (typeof value !== 'object' || value === null) return;
	const schemas = Object.values(value).filter((each) => typeof each === 'object').length;
	if (schemas > MAX_SCHEMAS) throw new Error(`it has more than ${MAX_SCHEMAS} fields or definitions in one place`);
	for (const [key, each] of Object.entries(value)) {
		// Its validation would return a promise, which always counts as true.
		if (key === '$async') throw new Error('it has "$async"');
		if (/^\$(?:dynamic|recursive)?ref$/i.test(key) && typeof each === 'string' && !each.startsWith('#'))
			throw new Error('it refers to another document');
		measure(each, depth + 1, parts);
	}
}
