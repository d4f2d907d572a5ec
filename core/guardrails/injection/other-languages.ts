import { allMatches } from '../all-matches';
import { isWithin, quotedRanges } from './quotes-and-comments';
import type { Evidence } from './evidence';
import words from './lexicon/other-languages.json';
import { type OffsetMap, sameOffsets } from './reading';

/**
 * Words of the plainest orders in a language that the rules do not read. `|` separates words, `*` stands for any ending, `~` for a few words between
 * two parts. Case and accents do not matter.
 */
interface OtherLanguage {
	languages: string[];
	/** Leave aside: ignore, forget, disregard. */
	drop: string;
	/** What a model follows: instructions, rules, commands. */
	rules: string;
	/** Words that say whose instructions are meant: earlier, all, yours. */
	which: string;
	/** Give away: show, reveal, repeat. */
	show: string;
	/** The system prompt. */
	prompt: string;
	/** What makes it harmless inside: instructions of the writer, examples, "do not forget". */
	harmless: string;
	/** Words are written without spaces, or have syllables before them. */
	joined?: boolean;
}

/** Weights of orders that leave no doubt where the words stand together. */
const weight = 0.6;
const quotedDamping = 0.4;
/** A sentence without an end, as in Thai, is read in pieces that overlap. */
const maxSentence = 300;
const overlap = 80;
const sentence = /[^.!?。！？؟।\n]+/gu;
/** Marks that the same words are written with and without: accents, and vowels of Arabic and Hebrew. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]|[\p{Cf}\p{DI}]/gu;
const ascii = /^\p{ASCII}*$/u;
const alike: Record<string, string> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae', ς: 'σ' };

/** Words of what models follow, in any of the languages: nearly all sentences have none of them. */
const gate = toExpression(words.map(({ rules, prompt }) => `${rules}|${prompt}`).join('|'), true);
/** Expressions of many letters take a tenth of a second to create: the first text that passes the gate pays for them. */
let languages: Array<ReturnType<typeof compile>> | undefined;

/**
 * Finds the plainest orders in languages that the rules do not read: to leave earlier, all or its own instructions aside, and to show the system prompt.
 * Each sentence is read in each language.
 */
export function findOtherLanguages(text: string, outer: OffsetMap = sameOffsets): Evidence[] {
	const evidence: Evidence[] = [];
	for (const { 0: whole, index } of text.matchAll(sentence)) {
		for (let from = 0; from === 0 || from + overlap < whole.length; from += maxSentence - overlap) {
			const [start, end] = [index + from, Math.min(index + from + maxSentence, index + whole.length)];
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
		// Languages share words: what one of them reads as harmless, no other one decides.
		if (orders.length === 0) continue;
		const own = orders.filter(({ 0: found, index }) => !harmless.test(around(read, index, found.length)));
		const quotes = quotedRanges(read);
		const isQuoted = own.every(({ 0: found, index }) => isWithin(index, index + found.length, quotes));
		return own.length === 0 ? undefined : { id, isQuoted };
	}
	return undefined;
}

/** Returns an order with the words that can belong to it: `n'` before a verb, `mie` after a noun. */
const around = (read: string, start: number, length: number): string => read.slice(Math.max(0, start - 14), start + length + 6);

function compile({ drop, rules, which, show, prompt, harmless, joined }: OtherLanguage) {
	const near = (one: string, other: string, reach: number, flags = 'gu') => {
		const [first, second] = [toSource(one, joined), toSource(other, joined)];
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
