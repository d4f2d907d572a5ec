import { resolveJsonPointer } from '../base/resolve-json-pointer';
import type { JsonSchema } from '../ports/models/models';

/** Max characters if the schema sets none. */
export const maxTextLength = 100_000;

/** Schemas of the same value: only all together show which properties are known. */
const composing = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas'];
const openness = ['additionalProperties', 'unevaluatedProperties'];

const inside = ['items', 'prefixItems', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'];
const insideByName = ['properties', 'patternProperties'];
/** Schemas of the same value; a condition (`if`, `not`) stays as it is. */
const beside = ['allOf', 'anyOf', 'oneOf', 'then', 'else'];
const besideByName = ['$defs', 'definitions', 'dependentSchemas'];

/** Refuses unnamed arguments, also inside objects, and too long texts without a limit. Keeps the schema's own rules. */
export const closeSchema = (schema: JsonSchema): JsonSchema => ({ ...close(walk(schema, schema)), type: 'object' });

function walk(schema: JsonSchema, whole: JsonSchema): JsonSchema {
	const own = (part: unknown) => (isObject(part) ? boundText(closeNamed(walk(part, whole), whole)) : part);
	const same = (part: unknown) => (isObject(part) ? boundText(walk(part, whole), true) : part);
	const walked = Object.entries(schema).map(([word, value]) => {
		if (insideByName.includes(word)) return [word, mapValues(value, own)];
		if (besideByName.includes(word)) return [word, mapValues(value, same)];
		if (inside.includes(word)) return [word, Array.isArray(value) ? value.map(own) : own(value)];
		if (beside.includes(word)) return [word, Array.isArray(value) ? value.map(same) : same(value)];
		return [word, value];
	});
	return Object.fromEntries(walked) as JsonSchema;
}

const closeNamed = (schema: JsonSchema, whole: JsonSchema): JsonSchema => (namesProperties(schema, whole) ? close(schema) : schema);

function namesProperties(schema: unknown, whole: JsonSchema, seen = new Set<unknown>()): boolean {
	if (!isObject(schema) || seen.has(schema)) return false;
	seen.add(schema);
	if (isObject(schema.properties)) return true;
	const target = typeof schema.$ref === 'string' && schema.$ref.startsWith('#') ? resolveJsonPointer(schema.$ref, whole) : undefined;
	return [target, ...beside.flatMap((word) => schema[word])].some((part) => namesProperties(part, whole, seen));
}

function close(schema: JsonSchema): JsonSchema {
	if (openness.some((word) => word in schema)) return schema;
	return { ...schema, [composing.some((word) => word in schema) ? 'unevaluatedProperties' : 'additionalProperties']: false };
}

/** A part beside others can leave type and limit to them. */
function boundText(schema: JsonSchema, isBeside = false): JsonSchema {
	const isAny = schema.type === undefined && !isBeside && !composing.some((word) => word in schema);
	const mayBe = (type: string) => isAny || [schema.type].flat().includes(type);
	const isFixed = 'enum' in schema || 'const' in schema;
	return {
		...schema,
		...(mayBe('string') && !isFixed && !('maxLength' in schema) && { maxLength: maxTextLength }),
		...(mayBe('array') && !isFixed && !('items' in schema) && { items: { maxLength: maxTextLength } }),
	};
}

const mapValues = (value: unknown, change: (part: unknown) => unknown): unknown =>
	isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)])) : value;

const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
