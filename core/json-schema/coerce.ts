import { isFields } from '../base/is-fields';
import { resolveJsonPointer } from '../base/resolve-json-pointer';
import type { JsonSchema } from '../ports/models/models';
import { parseKnowingLosses } from '../base/text/json/lossless-json';

const maxLevels = 64;

/**
 * Converts without loss: `"2"` or `"349,90"` to a number, an integer to a text, the case of an enum, `null` for an optional field, a list or object
 * written as text. Ambiguous values stay as they are.
 */
export const coerceToSchema = (value: unknown, schema: JsonSchema): unknown => coerce(value, schema, schema, 0);

type Fields = Record<string, unknown>;

function coerce(value: unknown, part: unknown, root: JsonSchema, level: number): unknown {
	const schema = resolve(part, root);
	if (!schema || level > maxLevels) return value;
	const fitting = coerceType(value, schema);
	if (Array.isArray(fitting)) return coerceItems(fitting, schema, root, level);
	return isFields(fitting) ? coerceFields(fitting, schema, root, level) : fitting;
}

function coerceItems(items: unknown[], { items: schema }: Fields, root: JsonSchema, level: number): unknown[] {
	return isFields(schema) ? items.map((item) => coerce(item, schema, root, level + 1)) : items;
}

function coerceFields(fields: Fields, { properties, required }: Fields, root: JsonSchema, level: number): Fields {
	if (!isFields(properties)) return fields;
	const isNeeded = (name: string) => Array.isArray(required) && required.includes(name);
	const entries = Object.entries(renameFields(fields, properties)).flatMap(([name, value]): Array<[string, unknown]> => {
		const schema = Object.hasOwn(properties, name) ? resolve(properties[name], root) : undefined;
		if (value === null && schema && !isNeeded(name) && refusesNull(schema)) return [];
		return [[name, coerce(value, schema, root, level + 1)]];
	});
	return Object.fromEntries(entries);
}

/** Fixes names that differ only in case or separators: `Order-Id` for `order_id`. */
function renameFields(fields: Fields, properties: Fields): Fields {
	const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(properties, name));
	if (unknown.length === 0) return fields;
	const simple = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
	const missing = Object.keys(properties).filter((name) => !Object.hasOwn(fields, name));
	const names = unknown.flatMap((name): Array<[string, string]> => {
		const [only, ...others] = missing.filter((each) => simple(each) === simple(name));
		const isSure = only !== undefined && others.length === 0 && unknown.every((each) => each === name || simple(each) !== simple(name));
		return isSure ? [[name, only]] : [];
	});
	const written = new Map(names);
	return Object.fromEntries(Object.entries(fields).map(([name, value]) => [written.get(name) ?? name, value]));
}

function coerceType(value: unknown, { type, enum: choices }: Fields): unknown {
	const types = [type ?? []].flat();
	if (typeof value === 'string') {
		if (Array.isArray(choices)) return chooseItem(value, choices);
		if (types.length === 0 || types.includes('string')) return value;
		const read = readAs(value.trim(), types);
		return types.some((name) => hasType(read, name)) ? read : value;
	}
	const isInteger = typeof value === 'bigint' || Number.isSafeInteger(value);
	return isInteger && types.includes('string') && !types.some((name) => name === 'number' || name === 'integer') ? String(value) : value;
}

function chooseItem(text: string, choices: unknown[]): unknown {
	if (choices.includes(text)) return text;
	const simple = (choice: unknown) => String(choice).trim().toLowerCase();
	const [only, ...others] = choices.filter((choice) => choice !== null && simple(choice) === simple(text));
	return only !== undefined && others.length === 0 ? only : text;
}

const answers: Record<string, boolean> = {
	__proto__: null as never,
	true: true,
	yes: true,
	sim: true,
	false: false,
	no: false,
	não: false,
	nao: false,
};

/** Two digits after the only comma are decimals in every language, and so is all after a zero. `3,5` can also be two numbers. */
const decimalComma = /^-?(?:(?:\d{1,12}|\d{1,3}(?:\.\d{3}){1,3}),\d{2}|0,\d{1,12})$/;

function readAs(text: string, types: unknown[]): unknown {
	if (types.includes('number') && decimalComma.test(text)) return readText(text.replaceAll('.', '').replace(',', '.'));
	return (types.includes('boolean') ? answers[text.toLowerCase()] : undefined) ?? readText(text);
}

function readText(text: string): unknown {
	try {
		return parseKnowingLosses(text);
	} catch {
		return undefined;
	}
}

function hasType(value: unknown, type: unknown): boolean {
	if (type === 'integer') return Number.isSafeInteger(value);
	if (type === 'number') return Number.isFinite(value);
	if (type === 'array') return Array.isArray(value);
	if (type === 'object') return isFields(value);
	return type === 'boolean' ? typeof value === 'boolean' : type === 'null' && value === null;
}

const refusesNull = ({ type, enum: choices }: Fields): boolean =>
	(type !== undefined && ![type].flat().includes('null')) || (Array.isArray(choices) && !choices.includes(null));

/** Follows a reference once, and the only alternative to `null`. Several alternatives are uncertain. */
function resolve(part: unknown, root: JsonSchema): Fields | undefined {
	const schema = isFields(part) && typeof part.$ref === 'string' ? resolveJsonPointer(part.$ref, root) : part;
	if (!isFields(schema)) return undefined;
	const alternatives = [schema.anyOf ?? schema.oneOf ?? []].flat();
	const [only, ...others] = alternatives.filter((each) => !isFields(each) || each.type !== 'null');
	if (!isFields(only) || others.length > 0 || alternatives.length !== 2) return schema;
	const { type, enum: choices } = only;
	return {
		...only,
		...(type !== undefined && { type: [type, 'null'].flat() }),
		...(Array.isArray(choices) && { enum: [...(choices as unknown[]), null] }),
	};
}
