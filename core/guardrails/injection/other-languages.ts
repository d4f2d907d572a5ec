import { allMatches } from '../all-matches';
import { isWithin, quotedRanges } from './quotes-and-comments';
import type { Evidence } from './evidence';
import words from './lexicon/other-languages.json';
import { type OffsetMap, sameOffsets } from './reading';

/**
 * The plainest orders in an otherwise unread language. `|` separates words, `*` is any ending, `~` a few words between parts. Ignores case and
 * accents.
 */
interface OtherLanguage {
	languages: string[];
	drop: string;
	rules: string;
	/** Specifies the instructions: earlier, all, yours. */
	which: string;
	show: string;
	prompt: string;
	/** Makes it harmless: the writer's instructions, examples, "do not forget". */
	harmless: string;
	/** Written without spaces, or with prefixed syllables. */
	joined?: boolean;
}

/** Words in this combination leave no doubt. */
const weight = 0.6;
const quotedDamping = 0.4;
/** Sentences without an end, as in Thai, are read in overlapping pieces. */
const maxSentence = 300;
const overlap = 80;
const sentence = /[^.!?。！？؟।\n]+/gu;
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]|[\p{Cf}\p{DI}]/gu;
const ascii = /^\p{ASCII}*$/u;
const alike: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae', ς: 'σ' };

const gate = toExpression(words.map(({ rules, prompt }) => `${rules}|${prompt}`).join('|'), true);
/** Created at first need: this takes a tenth of a second. */
let languages: Array<ReturnType<typeof compile>> | undefined;

/**
 * Finds the plainest orders in unread languages: to ignore earlier, all or own instructions, and to show the system prompt. Reads each sentence in
 * each language.
 */
export function findOtherLanguages(text: string, outer: OffsetMap = sameOffsets): Evidence[] {
	const evidence: Evidence[] = [];
	for (const { 0: whole, index } of text.matchAll(sentence)) {
		for (let from = 0; from === 0 || from + overlap < whole.length; from += maxSentence - overlap) {
			const start = index + from;
			const end = Math.min(index + from + maxSentence, index + whole.length);
			const order = readSentence(foldWords(text.slice(start, end)));
			if (order) evidence.push({ id: order.id, ...outer(start, end), weight: order.isQuoted ? weight * quotedDamping : weight });
		}
	}
	return evidence;
}

function readSentence(read: string): { id: string; isQuoted: boolean } | undefined {
	if (!gate.test(read)) return undefined;
	languages ??= words.map(compile);
	for (const { own: named, drops, which, shows, harmless } of languages) {
		if (!named.test(read)) continue;
		const id = allMatches(read, drops).length > 0 && which.test(read) ? 'override-instructions' : 'prompt-exfiltration';
		const orders = allMatches(read, id === 'override-instructions' ? drops : shows);
		if (orders.length === 0) continue;
		const own = orders.filter(({ 0: found, index }) => !harmless.test(around(read, index, found.length)));
		const quotes = quotedRanges(read);
		const isQuoted = own.every(({ 0: found, index }) => isWithin(index, index + found.length, quotes));
		return own.length === 0 ? undefined : { id, isQuoted };
	}
	return undefined;
}

const around = (read: string, start: number, length: number): string => read.slice(Math.max(0, start - 14), start + length + 6);

function compile({ drop, rules, which, show, prompt, harmless, joined }: OtherLanguage) {
	const near = (one: string, other: string, reach: number, flags = 'gu') => {
		const first = toSource(one, joined);
		const second = toSource(other, joined);
		return new RegExp(`${first}.{0,${reach}}?${second}|${second}.{0,${reach}}?${first}`, flags);
	};
	return {
		own: toExpression(`${rules}|${prompt}`, joined),
		drops: near(drop, rules, 60),
		which: near(which, rules, 30, 'u'),
		shows: near(show, prompt, 50),
		harmless: toExpression(harmless, joined),
	};
}

function toExpression(words: string, joined?: boolean): RegExp {
	return new RegExp(toSource(words, joined), 'u');
}

function toSource(words: string, joined?: boolean): string {
	const source = foldWords(words).replaceAll('*', '[\\p{L}\\p{M}]*').replaceAll(' ~ ', ' .{0,30}?');
	return joined ? `(?:${source})` : `(?<![\\p{L}\\p{M}])(?:${source})(?![\\p{L}\\p{M}])`;
}

function foldWords(text: string): string {
	if (ascii.test(text)) return text.toLowerCase();
	const plain = text.normalize('NFKD').replace(marks, '').normalize('NFC').toLowerCase();
	return plain.replaceAll(/[łøđıæς]/g, (one) => alike[one]!).replaceAll('i̇', 'i');
}
