import type { JsonSchema } from '../../../../core/ports/models/models';

/** https://platform.openai.com/docs/guides/structured-outputs#supported-schemas */
const taken = new Set(
	(
		'type title description properties required additionalProperties items enum const anyOf $ref $defs definitions pattern format multipleOf ' +
		'minimum maximum exclusiveMinimum exclusiveMaximum minItems maxItems'
	).split(' '),
);
const formats = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];
const max = { depth: 10, properties: 5000 };

/**
 * Returns the schema for OpenAI's strict mode, which requires closed objects: unspecified ones are closed. Undefined if strict mode does not support
 * it.
 */
export function toStrictSchema(schema: JsonSchema): JsonSchema | undefined {
	const closed = close(schema, 0) as JsonSchema;
	return schema.type === 'object' && fits(closed, 0, { properties: 0 }) ? closed : undefined;
}

function close(part: unknown, depth: number): unknown {
	if (typeof part !== 'object' || part === null || depth > 2 * max.depth + 2) return part;
	if (Array.isArray(part)) return part.map((each) => close(each, depth + 1));
	const closed = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, close(value, depth + 1)]));
	const isOpen = closed.type === 'object' && closed.additionalProperties === undefined && Object.keys(closed.properties ?? {}).length > 0;
	return isOpen ? { ...closed, additionalProperties: false } : closed;
}

function fits(schema: unknown, depth: number, seen: { properties: number }): boolean {
	if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || depth > max.depth) return false;
	const {
		properties = {},
		items,
		anyOf = [],
		$defs = {},
		definitions = {},
		format,
	} = schema as Record<string, Record<string, unknown> | undefined>;
	if (!Object.keys(schema).every((keyword) => taken.has(keyword))) return false;
	if (format !== undefined && !formats.includes(format as unknown as string)) return false;
	seen.properties += Object.keys(properties).length;
	if (seen.properties > max.properties || !isClosed(schema as JsonSchema, properties)) return false;
	const inner = [...Object.values(properties), ...Object.values($defs), ...Object.values(definitions), ...Object.values(anyOf)];
	return [...inner, ...(items === undefined ? [] : [items])].every((each) => fits(each, depth + 1, seen));
}

function isClosed({ type, additionalProperties, required }: JsonSchema, properties: object): boolean {
	const isObject = type === 'object' || (Array.isArray(type) && type.includes('object')) || Object.keys(properties).length > 0;
	if (!isObject) return true;
	return additionalProperties === false && Object.keys(properties).every((name) => Array.isArray(required) && required.includes(name));
}
