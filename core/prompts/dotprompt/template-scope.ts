import type { JsonSchema } from './picoschema';

/** What names mean at a place of a template. */
export interface Scope {
	/** Unknown where nothing says what the value is. */
	schema?: JsonSchema | undefined;
	/** It is the whole input. */
	isTop?: true;
	/** The input that it is, or is a part of. */
	input?: string;
	/** Names of `as |item|`. */
	locals?: ReadonlyMap<string, Scope>;
}

/** The names that a value can have; undefined if it can have any. */
export function listNames(schema: JsonSchema | undefined): string[] | undefined {
	if (!isMap(schema?.properties)) return undefined;
	const isOpen = isMap(schema.additionalProperties) || schema.additionalProperties === true || keywords.some((name) => name in schema);
	return isOpen ? undefined : Object.keys(schema.properties);
}

const keywords = ['anyOf', 'oneOf', 'allOf', '$ref', 'patternProperties', 'if'];

/** Returns the schema of a part of a value. */
export function schemaOfPart(schema: JsonSchema | undefined, part: string): JsonSchema | undefined {
	const { properties, items, additionalProperties } = schema ?? {};
	if (isMap(properties) && Object.hasOwn(properties, part) && isMap(properties[part])) return properties[part];
	return [/^\d+$/.test(part) ? items : undefined, additionalProperties].find(isMap);
}

/** Returns the schema of what `{{#each}}` goes through. */
export function schemaOfItem(schema: JsonSchema | undefined): JsonSchema | undefined {
	return [schema?.items, schema?.additionalProperties].find(isMap);
}

export const hasType = (schema: JsonSchema | undefined, type: string): boolean => [schema?.type ?? []].flat().includes(type);

const isMap = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
