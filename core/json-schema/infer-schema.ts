import { isFields } from '../base/is-fields';
import type { JsonSchema } from '../ports/models/models';

/** A field is required if each object at its place has it. A list item is like any of its entries. */
export function inferSchema(example: unknown): JsonSchema {
	if (example === null) return {};
	if (Array.isArray(example)) return { type: 'array', ...(example.length > 0 && { items: inferItems(example) }) };
	if (!isFields(example)) return { type: typeof example };
	return inferObject([example]);
}

function inferItems(entries: unknown[]): JsonSchema {
	const records = entries.filter(isFields);
	const others = entries.filter((entry) => !isFields(entry)).map((entry) => JSON.stringify(inferSchema(entry)));
	const kinds = [
		...(records.length > 0 ? [inferObject(records)] : []),
		...[...new Set(others)].map((kind) => JSON.parse(kind) as JsonSchema),
	];
	return kinds.length === 1 ? kinds[0]! : { anyOf: kinds };
}

function inferObject(records: Fields[]): JsonSchema {
	const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
	const properties = Object.fromEntries(names.map((name) => [name, inferItems(valuesOf(records, name))]));
	return { type: 'object', properties, required: names.filter((name) => valuesOf(records, name).length === records.length) };
}

export const keepKnown = (value: unknown, example: unknown): unknown => keepKnownOf(value, [example]);

function keepKnownOf(value: unknown, examples: unknown[]): unknown {
	if (Array.isArray(value)) {
		const entries = examples.filter((example) => Array.isArray(example)).flat() as unknown[];
		return entries.length > 0 ? value.map((each) => keepKnownOf(each, entries)) : value;
	}
	const records = examples.filter(isFields);
	if (!isFields(value) || records.length === 0) return value;
	const known = Object.entries(value).filter(([name]) => valuesOf(records, name).length > 0);
	return Object.fromEntries(known.map(([name, each]) => [name, keepKnownOf(each, valuesOf(records, name))]));
}

type Fields = Record<string, unknown>;

const valuesOf = (records: Fields[], name: string): unknown[] =>
	records.flatMap((record) => (Object.hasOwn(record, name) ? [record[name]] : []));
