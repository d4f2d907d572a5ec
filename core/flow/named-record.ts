import { parseStructure } from './parse-structure';
import { seek, type TextIndex } from './text-index';

/** Returns whether a field of this name identifies a record: `id`, `file_id`, `eventId`. */
export const isIdName = (name: string): boolean => /(?:^|_|-)(?:id|uuid|guid)_?s?$/i.test(name) || /[a-z](?:Id|Uuid|Guid)s?$/.test(name);

const verbs = new Set(
	'add all and append by call change check copy create delete edit fetch find from get insert list lookup make open patch query read remove reschedule retrieve schedule search send share show update view with'.split(
		' ',
	),
);

/** Returns whether two tools handle the same kind of record, by a noun of their names: `search_files` and `delete_file`. */
export function handleSame(one: string, other: string): boolean {
	const [words, others] = [listNouns(one), listNouns(other)];
	return words.some((word) => others.some((noun) => noun === word || isPlural(word, noun) || isPlural(noun, word)));
}

const isPlural = (many: string, noun: string): boolean => [`${noun}s`, `${noun}es`, noun.replace(/y$/, 'ies')].includes(many);

function listNouns(tool: string): string[] {
	const words = tool
		.replaceAll(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}]+/u);
	return words.filter((word) => word.length > 2 && !verbs.has(word));
}

/**
 * Finds the words of somebody who may decide that name the record which has this id: another text of the record, which not all records of its list have.
 * Only a structure counts, JSON or YAML, of a tool for the same kind of record: a text in a record, or a page, can claim anything.
 * @param tool that is called with the id
 */
export function findNamedRecord(id: string, tool: string, texts: readonly TextIndex[]): { text: TextIndex; at: number } | undefined {
	const trusted = texts.filter(({ of }) => of.trusted);
	const lists = texts.filter(({ of }) => of.source === 'tool' && !of.trusted && handleSame(tool, of.from ?? ''));
	for (const text of lists) {
		for (const name of listNames(text, id)) {
			const sought = seek(name);
			for (const one of trusted) {
				const at = one.findWords(sought);
				if (at !== undefined) return { text: one, at };
			}
		}
	}
	return undefined;
}

/** By an id: what else a record says, as far as it tells the record from others. */
type Records = ReadonlyMap<string, readonly string[]>;
const read = new WeakMap<TextIndex, Records>();

function listNames(text: TextIndex, id: string): readonly string[] {
	const known = read.get(text) ?? readRecords(text.text);
	read.set(text, known);
	return known.get(id) ?? [];
}

const maxRecords = 2_000;
const maxDepth = 12;
const shortestName = 4;
const longestName = 200;

function readRecords(text: string): Records {
	const records: Array<{ id: string; names: string[] }> = [];
	const visit = (value: unknown, depth: number): void => {
		if (typeof value !== 'object' || value === null || depth > maxDepth || records.length >= maxRecords) return;
		const id = Object.entries(value).find(([name, one]) => isIdName(name) && (typeof one === 'string' || typeof one === 'number'));
		if (id && !Array.isArray(value)) records.push({ id: String(id[1]), names: Object.values(value).filter(isName) });
		for (const inner of Object.values(value)) visit(inner, depth + 1);
	};
	visit(parseStructure(text), 0);
	const counts = new Map<string, number>();
	for (const name of records.flatMap(({ names }) => [...new Set(names)])) counts.set(name, (counts.get(name) ?? 0) + 1);
	const tells = (name: string) => records.length === 1 || counts.get(name)! < records.length;
	return new Map(records.map(({ id, names }) => [id, names.filter(tells)]));
}

const isName = (value: unknown): value is string =>
	typeof value === 'string' && value.length <= longestName && value.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= shortestName;
