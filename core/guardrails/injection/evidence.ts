import { allMatches } from '../all-matches';
import type { Rule } from './rule';
import { type QuotesAndComments, commentRanges, isWithin, quotedRanges } from './quotes-and-comments';
import { computeDamping, isHarmless, computeQuotedDamping } from './context';
import type { Reading } from './reading';
import type { Phrase } from './phrase';
import { PhraseBook } from './phrase-book';
import { rules } from './rules';
import type { Token } from './tokens';
import { classCount } from './vocabulary';

const names = new Set('mark grant bill rob drew chase pat sue skip ward trace nick frank will may'.split(' '));
const lineStart = /(?:^|\n)[ \t>]{0,12}(?:(?:[-*+•]|\d{1,3}[.)])[ \t]{1,4})?(?:\[[ x]?\][ \t])?[*_]{0,2}$/;
/** `Mark:`, `Mark (sales):`, `**Mark**:`. */
const label = /^[*_]{0,2} ?(?:\([^()\n]{1,40}\) ?)?[*_]{0,2}:(?:[\s*_]|$)/;
const longestStart = 30;
const maxSurnames = 2;

/** True if the word is the name of the line's addressee: "- Mark: review the plan", "Grant Lee: …". */
function isAddressee(text: string, tokens: readonly Token[], at: number): boolean {
	const { word, start, end } = tokens[at]!;
	if (!names.has(word) || !lineStart.test(text.slice(Math.max(0, start - longestStart), start))) return false;
	let nameEnd = end;
	// A surname is outside the lexicon, unlike "approved" in "mark approved:".
	for (const { classes, start: next, end: last } of tokens.slice(at + 1, at + 1 + maxSurnames)) {
		if (classes.length > 0 || text.slice(nameEnd, next) !== ' ') break;
		nameEnd = last;
	}
	return label.test(text.slice(nameEnd, nameEnd + 60));
}

/** One sign of an injection; weight 0 to 1. */
export interface Evidence {
	id: string;
	start: number;
	end: number;
	weight: number;
}

export type Origin = 'user' | 'others' | 'unknown';

/** A text of unknown origin is read in both ways. */
function weighOrigin({ indirect }: Rule, origin: Origin): number {
	if (origin === 'user') return 1;
	return origin === 'others' ? indirect : Math.max(1, indirect);
}

const phrases = new PhraseBook<{ rule: Rule; phrase: Phrase }>();
for (const rule of rules) for (const phrase of rule.phrases) phrases.add({ rule, phrase });

export function findPhraseEvidence(reading: Reading, tokens: Token[], origin: Origin): Evidence[] {
	const evidence: Evidence[] = [];
	let asides: QuotesAndComments | undefined;
	for (const { entry, first, last } of phrases.findAll(tokens, classCount())) {
		const { rule, phrase } = entry;
		if (isHarmless(rule, tokens, first, last) || isAddressee(reading.text, tokens, first)) continue;
		asides ??= { quotes: quotedRanges(reading.text), comments: commentRanges(reading.text) };
		const weight = phrase.weight * weighOrigin(rule, origin) * computeDamping(rule, tokens, first, last, asides);
		evidence.push({ id: rule.id, ...reading.toOriginal(tokens[first]!.start, tokens[last]!.end), weight: Math.min(weight, 0.95) });
	}
	return evidence;
}

const shapes = rules.flatMap((rule) => rule.shapes.map((shape) => ({ rule, ...shape })));

export function findShapeEvidence(reading: Reading, tokens: Token[], origin: Origin): Evidence[] {
	const evidence: Evidence[] = [];
	let quotes: QuotesAndComments['quotes'] | undefined;
	for (const { rule, weight, expression, needs } of shapes) {
		if (!needs.some((part) => reading.text.includes(part))) continue;
		for (const { 0: found, index } of allMatches(reading.text, expression)) {
			const end = index + found.length;
			quotes ??= quotedRanges(reading.text);
			const damping = isWithin(index, end, quotes) ? computeQuotedDamping(tokens, tokenAt(tokens, index)) : 1;
			evidence.push({
				id: rule.id,
				...reading.toOriginal(index, end),
				weight: Math.min(weight * weighOrigin(rule, origin) * damping, 0.95),
			});
		}
	}
	return evidence;
}

function tokenAt(tokens: Token[], offset: number): number {
	let low = 0;
	let high = tokens.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (tokens[middle]!.start < offset) low = middle + 1;
		else high = middle;
	}
	return low;
}
