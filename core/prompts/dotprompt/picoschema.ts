import { TroupeError } from '../../base/errors';

export type JsonSchema = Record<string, unknown>;

const scalars = new Set(['any', 'boolean', 'integer', 'null', 'number', 'string']);
const maxDepth = 20;
const anyOther = '(*)';

/**
 * Converts Picoschema (`name?(array, why): string`); JSON Schema passes unchanged. @param named schemas that can replace a type @param where the
 * schema, for errors @throws TroupeError INPUT_INVALID
 */
export function readPicoschema(schema: unknown, named: Record<string, JsonSchema>, where: string): JsonSchema {
	if (!isJsonSchema(schema)) return readPart(schema, { named, where, path: [] });
	return isTyped(schema) ? schema : { ...schema, type: 'object' };
}

export function isJsonSchema(schema: unknown): schema is JsonSchema {
	if (typeof schema !== 'object' || schema === null) return false;
	const { properties } = schema as JsonSchema;
	return isTyped(schema as JsonSchema) || (typeof properties === 'object' && properties !== null);
}

const isTyped = ({ type }: JsonSchema): boolean => typeof type === 'string' && (scalars.has(type) || type === 'object' || type === 'array');

interface Place {
	named: Record<string, JsonSchema>;
	where: string;
	path: string[];
}

function readPart(part: unknown, place: Place): JsonSchema {
	if (place.path.length > maxDepth) throw unfit(place, `is nested deeper than ${maxDepth}`);
	if (typeof part === 'string') return readType(part, place);
	if (typeof part !== 'object' || part === null || Array.isArray(part)) throw unfit(place, 'is neither a type nor a map of fields');
	return readFields(part as Record<string, unknown>, place);
}

function readType(text: string, place: Place): JsonSchema {
	const { type, description } = splitDescription(text);
	const about = description === undefined ? {} : { description };
	if (type === 'any') return about;
	if (scalars.has(type)) return { type, ...about };
	if (!Object.hasOwn(place.named, type)) throw unfit(place, `names the type ${JSON.stringify(type.slice(0, 100))}, which does not exist`);
	return { ...place.named[type], ...about };
}

function readFields(fields: Record<string, unknown>, place: Place): JsonSchema {
	const properties: Record<string, JsonSchema> = {};
	const required: string[] = [];
	let additionalProperties: JsonSchema | false = false;
	for (const [key, value] of Object.entries(fields)) {
		const inner = { ...place, path: [...place.path, key] };
		if (key === anyOther) {
			additionalProperties = readPart(value, inner);
			continue;
		}
		const { name, isOptional, kind } = splitKey(key, inner);
		properties[name] = readField(value, kind, isOptional, inner);
		if (!isOptional) required.push(name);
	}
	return { type: 'object', properties, additionalProperties, ...(required.length > 0 && { required }) };
}

function splitKey(key: string, place: Place): { name: string; isOptional: boolean; kind?: string } {
	const [, name, optional, kind] = /^([^?(]+)(\?)?(?:\((.*)\))?$/s.exec(key) ?? [];
	if (name === undefined) throw unfit(place, 'is not a name, such as "city", "city?" or "cities(array, where to look)"');
	return { name, isOptional: optional !== undefined, ...(kind !== undefined && { kind }) };
}

function readField(value: unknown, kind: string | undefined, isOptional: boolean, place: Place): JsonSchema {
	if (kind === undefined) return orNull(readPart(value, place), isOptional);
	const { type, description } = splitDescription(kind);
	return { ...orNull(readKind(type, value, place), isOptional), ...(description !== undefined && { description }) };
}

function readKind(type: string, value: unknown, place: Place): JsonSchema {
	if (type === 'array') return { type, items: readPart(value, place) };
	if (type === 'object') return readPart(value, place);
	if (type !== 'enum')
		throw unfit(place, `has ${JSON.stringify(type.slice(0, 100))} in parentheses, where array, object or enum is expected`);
	if (!Array.isArray(value)) throw unfit(place, 'is an enum without a list of its values');
	return { enum: value as unknown[] };
}

/** Models tend to write null rather than to leave the field out. */
function orNull(schema: JsonSchema, isOptional: boolean): JsonSchema {
	if (!isOptional) return schema;
	if (Array.isArray(schema.enum))
		return { ...schema, enum: schema.enum.includes(null) ? schema.enum : [...(schema.enum as unknown[]), null] };
	return typeof schema.type === 'string' && schema.type !== 'null' ? { ...schema, type: [schema.type, 'null'] } : schema;
}

function splitDescription(text: string): { type: string; description?: string } {
	const comma = text.indexOf(',');
	if (comma === -1) return { type: text.trim() };
	return { type: text.slice(0, comma).trim(), description: text.slice(comma + 1).trim() };
}

function unfit({ where, path }: Place, problem: string): TroupeError {
	const at = path.map((key) => key.slice(0, 100)).join(' > ');
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} cannot be read: ${at || 'the schema'} ${problem}.`,
		fix: 'Write a type (string, number, integer, boolean, null, any), or a map of fields, each NAME: TYPE, NAME?: TYPE or NAME(array): TYPE.',
		details: { where, path },
	});
}
