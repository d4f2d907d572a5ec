import type { ListedValue } from './list-values';
import { isSameNoun, listWords } from './listed-words';
import { listNouns } from './named-record';
import { isPlainText } from './plain-text';
import { findFields } from './result-fields';
import { seek, type TextIndex } from './text-index';

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
 * True for a template of the person or author that is filled with their words, the model's words, or result fields that the blank names: "Dinner at
 * {restaurant_name}" with a name from `find_restaurants`.
 */
export function fitsTemplate(value: ListedValue, texts: readonly TextIndex[]): boolean {
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
