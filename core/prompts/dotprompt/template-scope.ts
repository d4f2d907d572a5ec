import type { JsonSchema } from './picoschema';

export interface Scope {
	/** Undefined: unknown value. */
	schema?: JsonSchema | undefined;
	isTop?: true;
	input?: string;
	/** Names of `as |item|`. */
	locals?: ReadonlyMap<string, Scope>;
}

/** Undefined if any name is possible. */
export function listNames(schema: JsonSchema | undefined): string[] | undefined {
	if (!isMap(schema?.properties)) return undefined;
	const isOpen = isMap(schema.additionalProperties) || schema.additionalProperties === true || keywords.some((name) => name in schema);
	return isOpen ? undefined : Object.keys(schema.properties);
}

const keywords = ['anyOf', 'oneOf', 'allOf', '$ref', 'patternProperties', 'if'];

export function schemaOfPart(schema: JsonSchema | undefined, part: string): JsonSchema | undefined {
	const { properties, items, additionalProperties } = schema ?? {};
	if (isMap(properties) && Object.hasOwn(properties, part) && isMap(properties[part])) return properties[part];
	return [/^\d+$/.test(part) ? items : undefined, additionalProperties].find(isMap);
}

export function schemaOfItem(schema: JsonSchema | undefined): JsonSchema | undefined {
	return [schema?.items, schema?.additionalProperties].find(isMap);
}

export const hasType = (schema: JsonSchema | undefined, type: string): boolean => [schema?.type ?? []].flat().includes(type);

const isMap = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
