import { letOthersRun } from '../../base/async/loop-yielder';
import type { Match } from '../../ports/guardrails/match';
import { createNumberShapes, findNumbers, type NumberShapes } from './find-numbers';
import { normalize } from './reading/normalize';
import otherWords from './reading/other-words.json';
import { ReadableText } from './reading/readable-text';
import type { Recognizer } from './recognizer';
import { chooseRecognizers, type PersonalDataOptions } from './recognizers';
import { resolveOverlaps } from './resolve-overlaps';
import { createWordList, type WordEntry, type WordList } from './reading/word-list';

export type { PersonalDataOptions } from './recognizers';

/** Code units without a pause: some milliseconds. */
const slice = 32_768;
/** Covers the longest match, its words, and invisible characters between. */
const margin = 1024;

/** In order, without overlaps, in UTF-16 offsets. For texts above some thousand characters, use `scanPersonalData`. */
export function findPersonalData(text: string, options: PersonalDataOptions = {}): Match[] {
	const reader = readerFor(options);
	const matches: Match[] = [];
	for (const slice of splitIntoSlices(text)) matches.push(...findInSlice(text, slice, reader));
	return matches;
}

/** For any length, with pauses between slices. */
export async function scanPersonalData(text: string, options: PersonalDataOptions = {}): Promise<Match[]> {
	const reader = readerFor(options);
	const matches: Match[] = [];
	for (const slice of splitIntoSlices(text)) {
		if (slice.start > 0) await letOthersRun();
		matches.push(...findInSlice(text, slice, reader));
	}
	return matches;
}

interface Reader {
	recognizers: readonly Recognizer[];
	shapes: NumberShapes;
	wordList: WordList;
}

const readers = new Map<string, Reader>();

function readerFor(options: PersonalDataOptions): Reader {
	const key = `${options.types?.join() ?? '*'} ${options.locales?.join() ?? '*'}`;
	let reader = readers.get(key);
	if (!reader) readers.set(key, (reader = createReader(chooseRecognizers(options))));
	return reader;
}

/** Includes words of types that are not selected: `CNH 529…` is not a CPF. */
function createReader(recognizers: readonly Recognizer[]): Reader {
	const words = chooseRecognizers({}).map(({ type, words: { en, pt }, hints }): WordEntry => [
		type,
		[...en, ...pt],
		hints && [...hints.en, ...hints.pt],
	]);
	return {
		recognizers: recognizers.filter((recognizer) => recognizer.find !== undefined),
		shapes: createNumberShapes(recognizers),
		wordList: createWordList([...words, ['OTHER', listOtherWords()]]),
	};
}

interface Slice {
	start: number;
	end: number;
}

function* splitIntoSlices(text: string): Iterable<Slice> {
	let start = 0;
	while (text.length - start > slice) {
		const space = text.lastIndexOf(' ', start + slice);
		const end = space > start + slice / 2 ? space : start + slice;
		yield { start, end };
		start = end;
	}
	yield { start, end: text.length };
}

/** Matches that begin in the slice are complete, since its surroundings are read too. */
function findInSlice(text: string, { start, end }: Slice, reader: Reader): Match[] {
	const from = Math.max(0, start - margin);
	const to = Math.min(text.length, end + margin);
	if (from === 0 && to === text.length) return find(text, reader).filter((match) => match.start >= start && match.start < end);
	return find(text.slice(from, to), reader)
		.map((match) => ({ ...match, start: match.start + from, end: match.end + from }))
		.filter((match) => match.start >= start && match.start < end);
}

function find(original: string, { recognizers, shapes, wordList }: Reader): Match[] {
	const normalized = normalize(original);
	const text = new ReadableText(normalized.text, wordList, normalized.findEscapeSign);
	const matches = text.digits > 0 ? findNumbers(text, shapes) : [];
	for (const recognizer of recognizers) {
		if (recognizer.needs?.(text) ?? true) matches.push(...recognizer.find!(text));
	}
	// Mapped first: matches can share a character that stands for several, such as `½`.
	return resolveOverlaps(
		matches.map((match) => ({ ...match, ...normalized.toOriginal(match.start, match.end) })),
		original,
	);
}

function listOtherWords(): string[] {
	return Object.values(otherWords).flatMap((words) => words.split(', '));
}
