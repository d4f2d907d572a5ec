import { isDestination } from './destination';
import { foldField } from './list-fields';
import type { ListedValue } from './list-values';
import { hasNouns, isSameNoun, listWords } from './listed-words';
import { isIdName, listNouns } from './named-record';
import { parseStructure } from './parse-structure';
import { readNumbers } from './spellings';
import type { TextIndex } from './text-index';
import { seek } from './text-index';

interface ResultField {
	/** Name of its field or, if the result has one value for each, of its record. Absent in a list, and for a name. */
	key?: string;
}

type Fields = ReadonlyMap<string, readonly ResultField[]>;
const read = new WeakMap<TextIndex, Fields>();
const maxFields = 20_000;
const maxDepth = 12;

/** Finds a value among whole fields of JSON or YAML. In other texts the writer controls where a field begins. */
function findFields(value: string, text: TextIndex): readonly ResultField[] {
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

/** Arguments that decide action, object or amount: never foreign text. */
const deciding = new Set(
	'command commands code script sql query queries expression path paths file filename folder password secret token role permission permissions status action filter rule template prompt amount price sum total comando codigo consulta caminho arquivo senha papel permissao acao filtro regra valor preco'.split(
		' ',
	),
);
const longest = 200;

/** True for arguments of free text: no destination, amount or action. */
const takesText = (value: ListedValue): boolean =>
	!isIdName(value.name) && !isDestination(value) && !listWords(value.name).some((word) => deciding.has(word));

/** Mail or web address, host, phone number, or account. */
const leads = /[@\n]|:\/\/|[\p{L}\d-][.。．][a-z]{2,}|(?:\d[\s.\-/()]{0,3}){8}|(?=\p{L}*\d)[\p{L}\d]{16,}/iu;

/** True for harmless foreign text: a short line without an address, phone number or account. */
function isPlainText(written: string): boolean {
	if (written.length > longest || leads.test(written)) return false;
	return /\p{L}{2}/u.test(written) && readNumbers(written.trim()).length === 0 && !isDestination({ path: '', name: '', value: written });
}

const blank = /\{\{?\s?([\p{L}\w .-]{1,40}?)\s?\}?\}/u;
const quoted = /["'`“‘]([^"'`“”‘’\n]{0,300}\{[^"'`“”‘’\n]{1,300})["'`”’]/g;
const maxTemplates = 50;
const maxBlanks = 10;
const fewestLetters = 6;

interface Template {
	literals: string[];
	names: string[];
}

/**
 * True for a template that is filled with words of the person or model, or result fields that the blank names: "Dinner at {restaurant_name}"
 * with a name from `find_restaurants`.
 */
function fitsTemplate(value: ListedValue, texts: readonly TextIndex[]): boolean {
	const own = texts.filter(({ of }) => of.trusted && (of.source === 'person' || of.source === 'author'));
	return own.some(({ text }) =>
		listTemplates(text).some((template) => readBlanks(value.value, template)?.every(([name, filling]) => mayFill(name, filling, texts))),
	);
}

function listTemplates(text: string): Template[] {
	if (!text.includes('{')) return [];
	return [...text.slice(0, 20_000).matchAll(quoted)].slice(0, maxTemplates).flatMap(([, written = '']) => {
		const parts = written.split(blank);
		const literals = parts.filter((_, at) => at % 2 === 0);
		const names = parts.filter((_, at) => at % 2 === 1);
		const isUsable = names.length > 0 && names.length <= maxBlanks && literals.join('').replaceAll(/\P{L}/gu, '').length >= fewestLetters;
		return isUsable ? [{ literals, names }] : [];
	});
}

/** Undefined if the text does not match. */
function readBlanks(written: string, { literals, names }: Template): Array<[name: string, filling: string]> | undefined {
	const [first = '', ...others] = literals;
	if (!written.startsWith(first)) return undefined;
	const filled: Array<[string, string]> = [];
	let from = first.length;
	for (const [at, literal] of others.entries()) {
		const isLast = at === others.length - 1;
		const end = isLast ? written.length - literal.length : literal === '' ? -1 : written.indexOf(literal, from);
		if (end <= from || !written.startsWith(literal, end)) return undefined;
		filled.push([names[at]!, written.slice(from, end)]);
		from = end + literal.length;
	}
	return filled;
}

function mayFill(name: string, filling: string, texts: readonly TextIndex[]): boolean {
	if (!isPlainText(filling)) return false;
	const sought = seek(filling.trim());
	const holders = texts.filter((text) => text.findWords(sought) !== undefined);
	if (holders.length === 0 || holders.some(({ of }) => of.trusted && of.source !== 'tool')) return true;
	const words = listWords(name);
	return holders.some((text) => {
		const about = listNouns(text.of.from ?? '');
		return (
			text.of.source === 'tool' &&
			findFields(filling, text).some(({ key = '' }) =>
				[...about, ...listWords(key)].some((noun) => words.some((word) => isSameNoun(word, noun))),
			)
		);
	});
}

/** `field`: "set the location to the hotel's address". `template`: "title it 'Dinner at {restaurant}'". */
export type Asked = 'field' | 'template';

const longestAsked = 2_000;

/** Undefined unless the person requested a value that only foreign texts, or none, contain. */
export function findAsked(value: ListedValue, texts: readonly TextIndex[]): Asked | undefined {
	if (value.value.length > longestAsked || !takesText(value)) return undefined;
	if (fitsTemplate(value, texts)) return 'template';
	return isAskedField(value, texts) ? 'field' : undefined;
}

/**
 * True if one sentence of the person names the argument and, by another word, its content: the field of a result, or the subject of the tool that
 * returned it. The value is then foreign text and no more.
 */
function isAskedField({ name, value }: ListedValue, texts: readonly TextIndex[]): boolean {
	const argument = listWords(name);
	const sentences = listSentences(argument, texts);
	if (sentences.length === 0 || !isPlainText(value)) return false;
	const isNamed = (nouns: readonly string[]) => !hasNouns(argument, nouns) && sentences.some((words) => hasNouns(words, nouns));
	return texts.some((text) => {
		if (text.of.trusted || text.of.source !== 'tool') return false;
		const fields = findFields(value, text).flatMap(({ key }) => (key === undefined ? [] : [listWords(key), listNouns(text.of.from ?? '')]));
		return fields.some(isNamed);
	});
}

const shortestName = 4;
const maxSentences = 200;

function listSentences(argument: readonly string[], texts: readonly TextIndex[]): string[][] {
	if (!argument.some((word) => word.length >= shortestName)) return [];
	return texts
		.filter(({ of }) => of.trusted && of.source === 'person')
		.flatMap(({ text }) => text.slice(0, 20_000).split(/[.!?;]+(?:\s|$)|\n/, maxSentences))
		.map(listWords)
		.filter((words) => hasNouns(words, argument));
}
