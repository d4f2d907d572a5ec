import { isFields } from '../base/is-fields';
import { checkBounds } from '../json-schema/schema-bounds';
import { countWork, linearPatterns } from '../json-schema/schema-keywords';
import type { JsonSchema } from '../ports/models/models';

/** `choice`: from a list; `id`: fits a pattern; `name`: a short line. */
type FieldKind = 'number' | 'integer' | 'boolean' | 'choice' | 'date' | 'date-time' | 'time' | 'email' | 'uri' | 'id' | 'name';

export interface Field {
	kind: FieldKind;
	description?: string;
	choices?: Choice[];
	minimum?: number;
	maximum?: number;
	/** In characters. */
	maxLength: number;
	fits?: (text: string) => boolean;
}

type Choice = string | number | boolean;

export interface ListField {
	kind: 'list';
	description?: string;
	maxItems: number;
	of: Field | Fields;
}

export type Fields = Record<string, Field>;

/** No field has room for a sentence. */
export type Form = Record<string, Field | ListField>;

export const isRecord = (of: ListField['of']): of is Fields => typeof of.kind !== 'string';

/** A longer line has room for an order. */
const longestName = 80;
const longestId = 64;
const maxFields = 40;
const maxItems = 100;
const usualItems = 20;
const maxChoices = 200;
const longestChoice = 100;
const longestDescription = 500;
const formats: Record<string, number> = { __proto__: null as never, date: 40, 'date-time': 60, time: 20, email: 254, uri: 500 };

const ofAll = ['type', 'description', 'title'];
const ofObject = ['properties', 'required', 'additionalProperties', '$schema', '$id'];

type Part = Record<string, unknown>;
type ToPattern = (pattern: string) => (text: string) => boolean;

/**
 * Reads a form's schema: an object of numbers, booleans, `enum`, dates and times, addresses, ids with a `pattern`, names with a small `maxLength`;
 * lists of these, or of flat objects of these. Values are optional despite `required`. @throws Error that names the unusable field and the fix
 */
export async function readForm(schema: JsonSchema): Promise<Form> {
	checkBounds(schema);
	const work = countWork();
	const compile = await linearPatterns(work);
	const toPattern = (pattern: string) => {
		work.renew();
		const expression = compile(`^(?:${pattern})$`, '');
		return (text: string) => {
			work.renew();
			return expression.test(text);
		};
	};
	const form = readObject(schema, 'the schema', (part, where) => readListed(part, where, toPattern));
	const counts = Object.values(form).map((field) => (field.kind === 'list' && isRecord(field.of) ? Object.keys(field.of).length : 1));
	const count = counts.reduce((sum, one) => sum + one, 0);
	if (count > maxFields) throw new Error(`it has ${count} fields; the max is ${maxFields}`);
	return form;
}

function readObject<Value>(schema: unknown, where: string, read: (part: unknown, name: string) => Value): Record<string, Value> {
	if (!isFields(schema) || schema.type !== 'object' || !isFields(schema.properties))
		throw new Error(`${where} is not an object with properties`);
	refuseOthers(schema, [...ofAll, ...ofObject], where);
	const entries = Object.entries(schema.properties);
	if (entries.length === 0) throw new Error(`${where} has no properties`);
	if (!entries.every(([name]) => /^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u.test(name)))
		throw new Error(`${where} has a property whose name is not made of letters, digits, - and _`);
	return Object.fromEntries(entries.map(([name, part]) => [name, read(part, name)]));
}

function readListed(part: unknown, where: string, toPattern: ToPattern): Field | ListField {
	const schema = withoutNull(part, where);
	if (schema.type !== 'array') return readField(schema, where, toPattern);
	refuseOthers(schema, [...ofAll, 'items', 'maxItems'], where);
	const inside = `the items of ${where}`;
	const items = withoutNull(schema.items, inside);
	const { maxItems: max = usualItems } = schema;
	if (!isCount(max, maxItems)) throw new Error(`${where}.maxItems is not a number from 1 to ${maxItems}`);
	const readInside = (each: unknown, name: string) => readField(withoutNull(each, `${where}.${name}`), `${where}.${name}`, toPattern);
	const of = items.type === 'object' ? readObject(items, inside, readInside) : readField(items, inside, toPattern);
	return { kind: 'list', ...readDescription(schema, where), maxItems: max, of };
}

/** Reads `["number", "null"]` and `anyOf: [X, {"type": "null"}]` as X, since values are optional. */
function withoutNull(part: unknown, where: string): Part {
	if (!isFields(part)) throw new Error(`${where} is not a schema`);
	const { anyOf, ...rest } = part;
	const others = Array.isArray(anyOf) ? anyOf.filter((each) => !isFields(each) || each.type !== 'null') : [];
	if (others.length === 1 && isFields(others[0]) && !('anyOf' in others[0])) return withoutNull({ ...rest, ...others[0] }, where);
	const types = [part.type].flat().filter((type) => type !== 'null');
	const listed = Array.isArray(part.enum) ? { enum: part.enum.filter((each) => each !== null) } : {};
	return { ...part, ...(types.length === 1 && { type: types[0] }), ...listed };
}

function readField(schema: Part, where: string, toPattern: ToPattern): Field {
	const { type } = schema;
	const described = readDescription(schema, where);
	if ('enum' in schema || 'const' in schema) {
		refuseOthers(schema, [...ofAll, 'enum', 'const'], where);
		return { kind: 'choice', ...described, maxLength: longestChoice, choices: readChoices(schema, where) };
	}
	if (type === 'boolean') {
		refuseOthers(schema, ofAll, where);
		return { kind: type, ...described, maxLength: 0 };
	}
	if (type === 'number' || type === 'integer') {
		refuseOthers(schema, [...ofAll, 'minimum', 'maximum'], where);
		return { kind: type, ...described, ...readBounds(schema, where), maxLength: 0 };
	}
	if (type === 'string') return { ...described, ...readString(schema, where, toPattern) };
	throw new Error(`${where} is not a number, integer, boolean, string, enum or list; an object is only the item of a list`);
}

function readString(schema: Part, where: string, toPattern: ToPattern): Pick<Field, 'kind' | 'maxLength' | 'fits'> {
	const { format, pattern, maxLength } = schema;
	if (typeof format === 'string' && Object.hasOwn(formats, format)) {
		refuseOthers(schema, [...ofAll, 'format'], where);
		return { kind: format as FieldKind, maxLength: formats[format]! };
	}
	refuseOthers(schema, [...ofAll, 'format', 'pattern', 'maxLength'], where);
	if (typeof pattern === 'string' && format === undefined && (maxLength === undefined || isCount(maxLength, longestId)))
		return { kind: 'id', maxLength: maxLength ?? longestId, fits: readPattern(pattern, where, toPattern) };
	if (pattern === undefined && format === undefined && isCount(maxLength, longestName)) return { kind: 'name', maxLength };
	throw new Error(
		`${where} is free text, in which an order could stand. Give it an enum, a format (${Object.keys(formats).join(', ')}), a pattern with a maxLength of at most ${longestId}, or, for a name, only a maxLength of at most ${longestName}`,
	);
}

function readPattern(pattern: string, where: string, toPattern: ToPattern): (text: string) => boolean {
	try {
		return toPattern(pattern);
	} catch {
		throw new Error(`${where}.pattern is not an expression of RE2, or is too long`);
	}
}

function readChoices(schema: Part, where: string): Choice[] {
	const choices = 'const' in schema ? [schema.const] : schema.enum;
	const isChoice = (choice: unknown): choice is Choice =>
		['string', 'number', 'boolean'].includes(typeof choice) && String(choice).length <= longestChoice;
	if (Array.isArray(choices) && choices.length > 0 && choices.length <= maxChoices && choices.every(isChoice)) return choices;
	throw new Error(`${where}.enum is not a list of 1 to ${maxChoices} texts, numbers and booleans of at most ${longestChoice} characters`);
}

function readBounds({ minimum, maximum }: Part, where: string): Pick<Field, 'minimum' | 'maximum'> {
	const isWrong = [minimum, maximum].some((bound) => bound !== undefined && typeof bound !== 'number');
	if (isWrong) throw new Error(`${where} has a minimum or maximum that is not a number`);
	return { ...(typeof minimum === 'number' && { minimum }), ...(typeof maximum === 'number' && { maximum }) };
}

function readDescription({ description }: Part, where: string): Pick<Field, 'description'> {
	if (description === undefined) return {};
	if (typeof description === 'string' && description.length <= longestDescription) return { description };
	throw new Error(`${where}.description is not a text of at most ${longestDescription} characters`);
}

/** An unread keyword would promise unchecked content, or invent values, as `default` does. */
function refuseOthers(schema: Part, known: string[], where: string): void {
	const other = Object.keys(schema).find((word) => !known.includes(word));
	if (other === undefined) return;
	throw new Error(`${where} has the keyword "${other.slice(0, 40)}", which extracted values do not have; use ${known.join(', ')}`);
}

const isCount = (value: unknown, max: number): value is number =>
	Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= max;
