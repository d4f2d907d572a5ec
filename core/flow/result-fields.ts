import { foldField } from './list-fields';
import { parseStructure } from './parse-structure';
import type { TextIndex } from './text-index';

export interface ResultField {
	/** Name of its field or, if the result has one value for each, of its record. Absent in a list, and for a name. */
	key?: string;
}

type Fields = ReadonlyMap<string, readonly ResultField[]>;
const read = new WeakMap<TextIndex, Fields>();
const maxFields = 20_000;
const maxDepth = 12;

/** Finds a value among whole fields of JSON or YAML. In other texts the writer controls where a field begins. */
export function findFields(value: string, text: TextIndex): readonly ResultField[] {
	const known = read.get(text) ?? readFields(text.text);
	read.set(text, known);
	return known.get(foldField(value)) ?? [];
}

function readFields(text: string): Fields {
	const fields = new Map<string, ResultField[]>();
	let count = 0;
	const add = (value: string, field: ResultField) => {
		count += 1;
		if (count > maxFields) return;
		const folded = foldField(value);
		const same = fields.get(folded);
		if (same) same.push(field);
		else fields.set(folded, [field]);
	};
	const visit = (value: unknown, key: string | undefined, depth: number): void => {
		if (typeof value === 'string') add(value, key === undefined ? {} : { key });
		if (typeof value !== 'object' || value === null || depth > maxDepth) return;
		if (Array.isArray(value)) return value.forEach((item) => visit(item, undefined, depth + 1));
		for (const [name, item] of Object.entries(value)) {
			add(name, {});
			visit(item, name, depth + 1);
		}
	};
	visit(parseStructure(text), undefined, 0);
	return fields;
}
