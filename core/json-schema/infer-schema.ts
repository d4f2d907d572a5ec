import type { JsonSchema } from '../ports';

/** Infers the JSON schema of values like this one: every field is required. The first entry of a list defines its items. */
export function inferSchema(example: unknown): JsonSchema {
	if (example === null) return {};
	if (Array.isArray(example)) return { type: 'array', ...(example.length > 0 && { items: inferSchema(example[0]) }) };
	if (typeof example !== 'object') return { type: typeof example };
	const properties = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, inferSchema(value)]));
	return { type: 'object', properties, required: Object.keys(properties) };
}

/** Returns the value with the fields of the example only. */
export function keepKnown(value: unknown, example: unknown): unknown {
	if (Array.isArray(value)) return Array.isArray(example) && example.length > 0 ? value.map((each) => keepKnown(each, example[0])) : value;
	if (!isRecord(value) || !isRecord(example)) return value;
	const known = Object.entries(value).filter(([name]) => Object.hasOwn(example, name));
	return Object.fromEntries(known.map(([name, each]) => [name, keepKnown(each, example[name])]));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
