import { resolveJsonPointer } from '../../../core/base/resolve-json-pointer';
import type { JsonSchema } from '../../../core/ports/models/models';

type Schema = Record<string, unknown>;

/** Keywords by value: one schema, a list of schemas, schemas by name, or data. */
const single = new Set(['items', 'additionalItems', 'contains', 'not', 'if', 'then', 'else', 'propertyNames', 'unevaluatedItems']);
const lists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const maps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const open = new Set(['additionalProperties', 'unevaluatedProperties']);
/** Unsupported at the top level: https://platform.openai.com/docs/guides/function-calling and Anthropic's refusals. */
const topOnly = ['anyOf', 'oneOf', 'allOf', 'not', 'enum', 'const', 'if', 'then', 'else', 'dependentSchemas', '$ref'];

/** OpenAI refuses lookaround and backreferences. */
const looksAround = /\(\?(?:[=!>]|<[=!])|\\(?:[1-9]|k<)/;
const maxLevels = 64;
const maxReferences = 20;

/** Caches schemas: each request of a run has the same tools. */
const folded = new WeakMap<JsonSchema, Map<string, JsonSchema>>();

interface Folding {
	root: Schema;
	names: RegExp;
	left: number;
}

/**
 * Folds a tool's schema into what all vendors support: a top-level object without alternatives or refused keywords. The result is looser: the caller
 * checks arguments against the original. @param names property names that the vendor accepts; others are omitted
 */
export function foldSchema(schema: JsonSchema, names = /(?:)/): JsonSchema {
	const known = folded.get(schema)?.get(names.source);
	if (known) return known;
	const made = simplify(foldTop(schema), { root: schema, names, left: maxReferences }, 0) as JsonSchema;
	folded.set(schema, (folded.get(schema) ?? new Map<string, JsonSchema>()).set(names.source, made));
	return made;
}

function foldTop(schema: Schema): Schema {
	const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => !topOnly.includes(key) && key !== '$schema'));
	const { properties, required } = collect(schema, schema, { left: maxReferences }, 0);
	return { ...kept, type: 'object', properties, ...(required.length > 0 ? { required } : { required: undefined }) };
}

interface Fields {
	properties: Schema;
	required: string[];
}

function collect(part: unknown, root: Schema, references: { left: number }, level: number): Fields {
	if (!isSchema(part) || level > maxLevels) return { properties: {}, required: [] };
	const fields: Fields = {
		properties: isSchema(part.properties) ? { ...part.properties } : {},
		required: Array.isArray(part.required) ? part.required.filter((name) => typeof name === 'string') : [],
	};
	const read = (each: unknown) => collect(each, root, references, level + 1);
	if (typeof part.$ref === 'string' && references.left-- > 0) join(fields, [read(resolveJsonPointer(part.$ref, root))], 'all');
	for (const each of toList(part.allOf)) join(fields, [read(each)], 'all');
	for (const word of ['anyOf', 'oneOf'] as const) join(fields, toList(part[word]).map(read), 'any');
	join(fields, [part.then, part.else, ...Object.values(isSchema(part.dependentSchemas) ? part.dependentSchemas : {})].map(read), 'none');
	return fields;
}

/** @param require names required by all others, by any, or none */
function join(fields: Fields, others: Fields[], require: 'all' | 'any' | 'none'): void {
	// Keywords common to all alternatives are looser than any of them.
	const common = new Set(Object.keys(fields.properties));
	for (const [name, property] of others.flatMap(({ properties }) => Object.entries(properties))) {
		const own = Object.hasOwn(fields.properties, name) ? fields.properties[name] : undefined;
		if (own === undefined) define(fields.properties, name, property);
		else if (require === 'all') define(fields.properties, name, merge(own, property));
		else if (!common.has(name)) define(fields.properties, name, either(own, property));
	}
	const [first, ...rest] = require === 'none' ? [] : others;
	const shared = (first?.required ?? []).filter((name) => rest.every(({ required }) => required.includes(name)));
	fields.required = [...new Set([...fields.required, ...shared])];
}

const merge = (one: unknown, other: unknown): unknown => (isSchema(one) && isSchema(other) ? { ...one, ...other } : other);

function either(one: unknown, other: unknown): unknown {
	const text = JSON.stringify(other);
	const known = isSchema(one) && Object.keys(one).join() === 'anyOf' ? toList(one.anyOf) : [one];
	return known.some((each) => JSON.stringify(each) === text) ? one : { anyOf: [...known, other] };
}

function simplify(part: unknown, folding: Folding, level: number): unknown {
	// Google and Ollama do not support `true` and `false` as schemas.
	if (!isSchema(part) || level > maxLevels) return {};
	const { $ref } = part;
	if (typeof $ref === 'string' && topOnly.some((word) => $ref.startsWith(`#/${word}/`)))
		return folding.left-- > 0 ? simplify(resolveJsonPointer($ref, folding.root), folding, level + 1) : {};
	const simple: Schema = {};
	for (const [key, value] of Object.entries(part)) {
		const each = simplifyKeyword(key, value, folding, level + 1);
		if (each !== undefined) define(simple, key, each);
	}
	if ([simple.type].flat().includes('array') && !('items' in simple) && !('prefixItems' in simple)) simple.items = {};
	return withRequired(simple, folding);
}

function simplifyKeyword(key: string, value: unknown, folding: Folding, level: number): unknown {
	if (key === 'pattern' && typeof value === 'string' && looksAround.test(value)) return undefined;
	const toSchema = (each: unknown) => simplify(each, folding, level);
	// 2020-12 renamed `items` lists.
	if (key === 'items' && Array.isArray(value)) return { anyOf: value.map(toSchema) };
	if (single.has(key)) return toSchema(value);
	if (lists.has(key)) return toList(value).map(toSchema);
	if (open.has(key)) return typeof value === 'boolean' ? value : toSchema(value);
	return maps.has(key) && isSchema(value) ? simplifyMap(key, value, folding, toSchema) : value;
}

function simplifyMap(key: string, schemas: Schema, { names }: Folding, toSchema: (each: unknown) => unknown): Schema {
	const simple: Schema = {};
	for (const [name, each] of Object.entries(schemas)) {
		const isAccepted = key === 'patternProperties' ? !looksAround.test(name) : key !== 'properties' || names.test(name);
		if (isAccepted) define(simple, name, toSchema(each));
	}
	return simple;
}

/** Google refuses required properties without a description. */
function withRequired(simple: Schema, { names }: Folding): Schema {
	if (!Array.isArray(simple.required) || !isSchema(simple.properties)) return simple;
	const required = simple.required.filter((name: unknown) => typeof name === 'string' && names.test(name)) as string[];
	for (const name of required) if (!Object.hasOwn(simple.properties, name)) define(simple.properties, name, {});
	return { ...simple, required };
}

/** Also handles names such as __proto__. */
function define(object: Schema, name: string, value: unknown): void {
	Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
