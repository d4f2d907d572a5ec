import type { JsonSchema } from '../ports';

/** Infers the JSON schema of values like this one: every field is required and no other is allowed. The first entry of a list defines its items. */
export function inferSchema(example: unknown): JsonSchema {
	if (example === null) return {};
	if (Array.isArray(example)) return { type: 'array', ...(example.length > 0 && { items: inferSchema(example[0]) }) };
	if (typeof example !== 'object') return { type: typeof example };
	const properties = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, inferSchema(value)]));
	return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
