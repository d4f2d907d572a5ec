import { letOthersRun } from '../../base/async/loop-yielder';
import type { Match } from '../../ports/guardrails/match';
import { isWithin, quotedRanges } from '../injection/quotes-and-comments';
import { fold } from '../injection/fold';
import { MappedText, type OffsetMap, type Reading } from '../injection/reading';
import { splitText } from '../injection/split-text';
import { type Token, tokenize } from '../injection/tokens';
import { unescapeText } from '../personal-data/reading/escapes';
import { findMinors } from './find-minors';
import { type HarmKind, harmKinds, type HarmScores } from './harm-kinds';
import { contextIds, type HarmPattern, harmPatterns, harmWords } from './patterns';

export interface HarmFinding {
	scores: HarmScores;
	matches: Match[];
}

interface Sign {
	kind: HarmKind;
	pattern: HarmPattern;
	start: number;
	end: number;
	weight: number;
}

const share = { reports: 0.55, helps: 0.45, quoted: 0.5, second: 0.5 };
/** In longer text, such as a page, some pattern fits by chance. */
const longText = 900;
/** A single weaker sign in a long text is a doubt, for a judge. */
const loneSign = { below: 0.79, weight: 0.55 };
const maxMatches = 20;
/** More quoted lines than this are the text itself. */
const ownShare = 0.85;
const weakest = 0.3;

/** Scores a text by the English, Portuguese and Spanish word lists, plain or disguised. Decides only clear cases. Linear time, with pauses. */
export async function scoreHarm(text: string): Promise<HarmFinding> {
	const signs: Sign[] = [];
	for (const { start, end } of splitText(text)) {
		const plain = unescapeText(text.slice(start, end));
		const outer: OffsetMap = (from, to) => {
			const range = plain.toOriginal(from, to);
			return { start: start + range.start, end: start + range.end };
		};
		const written = withoutEmphasis(plain.text, outer);
		signs.push(...strongestOfEachPattern(findSigns(fold(written.text, written.toOriginal))));
		if (end < text.length) await letOthersRun();
	}
	const strongest = strongestOfEachPattern(signs);
	return conclude(text.length < longText ? strongest : doubtLoneSigns(strongest));
}

/** Markdown emphasis inside a word, which a page hides. */
const emphasis = /(?<=\p{L})(?:\*{1,3}|_{2,3}|~~)(?=\p{L})/gu;

function withoutEmphasis(text: string, outer: OffsetMap): Reading {
	const written = new MappedText();
	let from = 0;
	for (const { 0: marks, index } of text.matchAll(emphasis)) {
		written.addRun(text.slice(from, index), from);
		from = index + marks.length;
	}
	if (from === 0) return { text, toOriginal: outer };
	written.addRun(text.slice(from), from);
	return { text: written.text, toOriginal: written.mapThrough(outer) };
}

function findSigns(reading: Reading): Sign[] {
	const tokens = tokenize(reading.text, harmWords);
	const matches = harmPatterns.findAll(tokens, harmWords.size);
	const minors = findMinors(tokens);
	if (matches.length === 0 && minors.length === 0) return [];
	const isHarmless = new Uint8Array(tokens.length);
	for (const { entry, first, last } of matches) if (entry.kind === 'harmless') isHarmless.fill(1, first, last + 1);
	const contexts = findContexts(tokens);
	const quotes = [...quotedRanges(reading.text), ...quotedLines(reading.text)];
	const signs = matches.flatMap(({ entry: pattern, first, last }): Sign[] => {
		const { kind, phrase } = pattern;
		if (kind === 'harmless' || isHarmless.subarray(first, last + 1).includes(1)) return [];
		const start = tokens[first]!.start;
		const end = tokens[last]!.end;
		const isQuoted = isWithin(start, end, quotes);
		const damped = phrase.weight * (contexts.get(tokens[first]!.sentence) ?? 1) * (isQuoted ? share.quoted : 1);
		const weight = Math.max(damped, Math.min(phrase.weight, weakest));
		return [{ kind, pattern, weight, ...reading.toOriginal(start, end) }];
	});
	const ofMinors = minors.flatMap(({ pattern, first, last }): Sign[] => {
		const isCovered = isHarmless.subarray(first, first + 1).includes(1) || isHarmless.subarray(last, last + 1).includes(1);
		const { start, end } = reading.toOriginal(tokens[first]!.start, tokens[last]!.end);
		return isCovered ? [] : [{ kind: 'sexual-minors', pattern, weight: pattern.phrase.weight, start, end }];
	});
	return withoutViolenceAgainstOneself([...signs, ...ofMinors]);
}

function quotedLines(text: string): { start: number; end: number }[] {
	const lines = [...text.matchAll(/^[ \t]{0,4}>[^\n]*$/gm)].map(({ 0: line, index }) => ({ start: index, end: index + line.length }));
	return lines.reduce((sum, { start, end }) => sum + end - start, 0) < text.length * ownShare ? lines : [];
}

function withoutViolenceAgainstOneself(signs: Sign[]): Sign[] {
	const ofSelf = signs.filter(({ kind, weight }) => kind === 'self-harm' && weight > weakest).slice(0, maxMatches);
	return signs.filter(({ kind, start, end }) => kind !== 'violence' || !ofSelf.some((own) => start < own.end && own.start < end));
}

function findContexts(tokens: Token[]): Map<number, number> {
	const contexts = new Map<number, number>();
	for (const { classes, sentence } of tokens) {
		const found = classes.includes(contextIds.helps) ? share.helps : classes.includes(contextIds.reports) ? share.reports : 1;
		contexts.set(sentence, Math.min(found, contexts.get(sentence) ?? 1));
	}
	return contexts;
}

/** Repetition does not make a text worse, and a long text can have very many signs. */
function strongestOfEachPattern(signs: Sign[]): Sign[] {
	const strongest = new Map<HarmPattern, Sign>();
	for (const sign of signs) if (sign.weight > (strongest.get(sign.pattern)?.weight ?? 0)) strongest.set(sign.pattern, sign);
	return [...strongest.values()];
}

function doubtLoneSigns(signs: Sign[]): Sign[] {
	const telling = (kind: HarmKind) => signs.filter((sign) => sign.kind === kind && sign.weight > weakest);
	return signs.map((sign) => {
		const isLone = sign.weight < loneSign.below && !telling(sign.kind).some((other) => other !== sign && !overlaps(other, sign));
		return isLone ? { ...sign, weight: Math.min(sign.weight, loneSign.weight) } : sign;
	});
}

const overlaps = (one: Sign, other: Sign): boolean => one.start < other.end && other.start < one.end;

function conclude(signs: Sign[]): HarmFinding {
	const strongest = signs.toSorted((one, other) => other.weight - one.weight || one.start - other.start);
	const scores: HarmScores = {};
	for (const kind of harmKinds) {
		const [first, second] = strongest.filter((sign) => sign.kind === kind);
		if (first)
			scores[kind] = round(
				1 - (1 - first.weight) * (1 - share.second * (second && second.weight > weakest ? second.weight : 0) * first.weight),
			);
	}
	const told = strongest.filter(({ weight }) => weight >= weakest).slice(0, maxMatches);
	const matches = told
		.filter((sign, at) => !told.slice(0, at).some((stronger) => covers(stronger, sign)))
		.map(({ kind, start, end, weight }) => ({ type: kind, start, end, score: round(weight) }));
	return { scores, matches };
}

function covers(stronger: Sign, { kind, start, end }: Sign): boolean {
	return stronger.kind === kind && stronger.start <= start && end <= stronger.end;
}

const round = (score: number): number => Math.round(score * 1000) / 1000;
