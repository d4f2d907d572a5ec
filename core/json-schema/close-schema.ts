import type { JsonSchema } from '../ports';

/** Max characters of a text whose schema sets none. */
export const maxTextLength = 100_000;

/** Keywords with schemas of the same value: which properties are known shows only when all are evaluated. */
const composing = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'if', 'dependentSchemas'];
const openness = ['additionalProperties', 'unevaluatedProperties'];

/**
 * Returns the schema of a call's arguments so that it refuses what it does not name, in objects inside too, and texts without a limit that are
 * too long. What the schema says itself stays.
 */
export const closeSchema = (schema: JsonSchema): JsonSchema => ({ ...close(bound(schema)), type: 'object' });

/** Walks through the parts that hold another value than the whole. */
function bound(schema: JsonSchema): JsonSchema {
	const { properties, items, prefixItems } = schema;
	return {
		...schema,
		...(isObject(properties) && {
			properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, boundPart(part)])),
		}),
		...(isObject(items) && { items: boundPart(items) }),
		...(Array.isArray(prefixItems) && { prefixItems: prefixItems.map(boundPart) }),
		...(isLongText(schema) && { maxLength: maxTextLength }),
	};
}

function boundPart(part: unknown): unknown {
	if (!isObject(part)) return part;
	return isObject(part.properties) ? close(bound(part)) : bound(part);
}

function close(schema: JsonSchema): JsonSchema {
	if (openness.some((word) => word in schema)) return schema;
	return { ...schema, [composing.some((word) => word in schema) ? 'unevaluatedProperties' : 'additionalProperties']: false };
}

const isLongText = (schema: JsonSchema): boolean =>
	[schema.type].flat().includes('string') && !['maxLength', 'enum', 'const'].some((word) => word in schema);

const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
