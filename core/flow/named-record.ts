import { isSameNoun, listWords } from './listed-words';
import { parseStructure } from './parse-structure';
import { seek, type TextIndex } from './text-index';

/** Matches `id`, `file_id`, `eventId`. */
export const isIdName = (name: string): boolean => /(?:^|_|-)(?:id|uuid|guid)_?s?$/i.test(name) || /[a-z](?:Id|Uuid|Guid)s?$/.test(name);

const verbs = new Set(
	'add all and append by call change check copy create delete edit fetch find from get insert list lookup make open patch query read remove reschedule retrieve schedule search send share show update view with'.split(
		' ',
	),
);

/** True if the tool names share a noun: `search_files` and `delete_file`. */
export function handleSame(one: string, other: string): boolean {
	const words = listNouns(one);
	const others = listNouns(other);
	return words.some((word) => others.some((noun) => isSameNoun(word, noun)));
}

/** `hotels` and `address` of `get_hotels_address`. */
export const listNouns = (tool: string): string[] => listWords(tool).filter((word) => word.length > 2 && !verbs.has(word));

/**
 * Finds authorised words that name the record of this id: by a distinguishing text, or the unique beginning of its name: "the grocery list" is
 * `grocery-list-march.docx`. Needs JSON or YAML of a tool for such records: other texts can claim anything. @param tool that is called with the
 * id
 */
export function findNamedRecord(id: string, tool: string, texts: readonly TextIndex[]): { text: TextIndex; at: number } | undefined {
	const trusted = texts.filter(({ of }) => of.trusted);
	const lists = texts.filter(({ of }) => of.source === 'tool' && !of.trusted && handleSame(tool, of.from ?? '')).map(listRecords);
	const names = lists.flatMap((records) => records.filter((one) => one.id === id).flatMap((record) => record.texts));
	const others = lists.flat().filter((one) => one.id !== id);
	const beginnings = lists.flatMap((records) =>
		records.filter((one) => one.id === id).flatMap((record) => record.names.flatMap(listBeginnings)),
	);
	const own = beginnings.filter((one) => !others.some((other) => other.names.some((name) => `${name} `.startsWith(`${one} `))));
	return findFirst([...names, ...own], trusted);
}

function findFirst(names: readonly string[], texts: readonly TextIndex[]): { text: TextIndex; at: number } | undefined {
	for (const name of names) {
		const sought = seek(name);
		for (const text of texts) {
			const at = text.findWords(sought);
			if (at !== undefined) return { text, at };
		}
	}
	return undefined;
}

interface ListedRecord {
	id: string;
	texts: readonly string[];
	names: readonly string[];
}

const read = new WeakMap<TextIndex, readonly ListedRecord[]>();

function listRecords(text: TextIndex): readonly ListedRecord[] {
	const known = read.get(text) ?? readRecords(text.text);
	read.set(text, known);
	return known;
}

const maxRecords = 2_000;
const maxDepth = 12;
const shortestName = 4;
const longestName = 200;

function readRecords(text: string): ListedRecord[] {
	const records: ListedRecord[] = [];
	const visit = (value: unknown, depth: number): void => {
		if (typeof value !== 'object' || value === null || depth > maxDepth || records.length >= maxRecords) return;
		const fields = Object.entries(value);
		const id = fields.find(([name, one]) => isIdName(name) && (typeof one === 'string' || typeof one === 'number'));
		if (id && !Array.isArray(value))
			records.push({
				id: String(id[1]),
				texts: Object.values(value).filter(isName),
				names: fields.flatMap(([name, one]) => (isName(one) && naming.test(name) ? [toWords(one)] : [])),
			});
		for (const inner of Object.values(value)) visit(inner, depth + 1);
	};
	visit(parseStructure(text), 0);
	const counts = new Map<string, number>();
	for (const name of records.flatMap(({ texts }) => [...new Set(texts)])) counts.set(name, (counts.get(name) ?? 0) + 1);
	const tells = (name: string) => records.length === 1 || counts.get(name)! < records.length;
	return records.map((record) => ({ ...record, texts: record.texts.filter(tells) }));
}

const naming = /^(?:(?:file|document|event)[_-]?)?(?:name|title|subject|nome|titulo|assunto)$/i;
const fewestWords = 2;
const fewestLetters = 8;
const maxWords = 12;

const toWords = (name: string): string =>
	listWords(name.replace(/\.[a-z]\w{1,4}$/i, ''))
		.slice(0, maxWords)
		.join(' ');

/** Beginnings with at least half of the words, longest first. */
function listBeginnings(name: string): string[] {
	const words = name.split(' ');
	return words
		.map((_, at) => words.slice(0, at + 1))
		.filter((some) => some.length >= fewestWords && some.length * 2 >= words.length && some.join('').length >= fewestLetters)
		.map((some) => some.join(' '))
		.toReversed();
}

const isName = (value: unknown): value is string =>
	typeof value === 'string' && value.length <= longestName && value.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= shortestName;
