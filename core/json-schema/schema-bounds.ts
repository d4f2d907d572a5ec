import type { JsonSchema } from '../ports/models/models';

const maxSchemaLength = 200_000;
const maxParts = 5_000;
const maxDepth = 64;
/** For one object or list: ajv nests the code of fields, so compiling takes the square of their number. */
const maxSchemas = 500;

/** @throws Error for one that is larger than a tool or an answer needs, or refers to another document */
export function checkBounds(schema: JsonSchema): { text: string; parts: number } {
	if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) throw new Error('it is not an object');
	const parts = { count: 0 };
	measure(schema, 1, parts);
	const text = JSON.stringify(schema);
	if (text.length > maxSchemaLength) throw new Error(`it has more than ${maxSchemaLength} characters`);
	return { text, parts: parts.count };
}

function measure(value: unknown, depth: number, parts: { count: number }): void {
	parts.count += 1;
	if (parts.count > maxParts) throw new Error(`it has more than ${maxParts} parts`);
	if (depth > maxDepth) throw new Error(`it has more than ${maxDepth} levels`);
	if (typeof value !== 'object' || value === null) return;
	const schemas = Object.values(value).filter((each) => typeof each === 'object').length;
	if (schemas > maxSchemas) throw new Error(`it has more than ${maxSchemas} fields or definitions in one place`);
	for (const [key, each] of Object.entries(value)) {
		// Its validation would return a promise, which always counts as true.
		if (key === '$async') throw new Error('it has "$async"');
		if (/^\$(?:dynamic|recursive)?ref$/i.test(key) && typeof each === 'string' && !each.startsWith('#'))
			throw new Error('it refers to another document');
		measure(each, depth + 1, parts);
	}
}
