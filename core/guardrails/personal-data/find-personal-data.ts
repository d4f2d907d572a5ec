import { letOthersRun } from '../../base/async/loop-yielder';
import type { Match } from '../../ports/guardrails/match';
import { createNumberShapes, findNumbers, type NumberShapes } from './find-numbers';
import { normalize } from './reading/normalize';
import otherWords from './reading/other-words.json';
import { ReadableText } from './reading/readable-text';
import type { Recognizer } from './recognizer';
import { chooseRecognizers, type PersonalDataOptions } from './recognizers';
import { createWordList, type WordEntry, type WordList } from './reading/word-list';
import { personalDataTypes } from './types';

const rank = new Map<string, number>(personalDataTypes.map((type, rank) => [type, rank]));

/**
 * Selects one reading for each place. The strongest stays unchanged; the uncovered rest of a weaker one keeps its type. A URL gives way to values
 * inside it, except for its own host. @returns in order, without overlaps
 */
function resolveOverlaps(matches: Match[], text: string): Match[] {
	const ordered = matches.sort((a, b) => a.start - b.start || b.end - a.end);
	const resolved: Match[] = [];
	for (let from = 0; from < ordered.length;) {
		let to = from + 1;
		let end = ordered[from]!.end;
		while (to < ordered.length && ordered[to]!.start < end) end = Math.max(end, ordered[to++]!.end);
		if (to === from + 1) resolved.push(ordered[from]!);
		else resolved.push(...resolveCluster(ordered.slice(from, to)));
		from = to;
	}
	return resolved.filter(({ start, end }) => something.test(normalize(text.slice(start, end)).text));
}

/** `::` is the IP address of any host. */
const something = /[\p{L}\p{N}]|^::$/u;

/** A cluster of more readings is one long run of look-alikes, made to slow this down: it becomes one match. */
const maxReadings = 64;

function resolveCluster(cluster: Match[]): Match[] {
	if (cluster.length > maxReadings) {
		const end = cluster.reduce((furthest, match) => Math.max(furthest, match.end), 0);
		return [{ ...cluster.toSorted(strongestFirst)[0]!, start: cluster[0]!.start, end }];
	}
	const byStrength = mergeTwins(cluster).sort(strongestFirst);
	const selected: Match[] = [];
	for (const match of byStrength.filter((candidate) => !byStrength.some((other) => isWithin(candidate, other)))) {
		selected.push(...remainders(match, selected));
	}
	return selected.sort((a, b) => a.start - b.start);
}

/** A part yields to a nearly as strong whole: the middle of a card's number is not a phone number. */
function isWithin(part: Match, whole: Match): boolean {
	if ((whole.type === 'URL' && part.type !== 'IP_ADDRESS') || part.start < whole.start || part.end > whole.end) return false;
	return part.end - part.start < whole.end - whole.start && part.score - nearly <= whole.score;
}

const nearly = 0.2;

function strongestFirst(a: Match, b: Match): number {
	return (
		Number(a.type === 'URL') - Number(b.type === 'URL') ||
		b.score - a.score ||
		b.end - b.start - (a.end - a.start) ||
		(rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0) ||
		a.start - b.start
	);
}

/** Joins overlapping matches of equal type and score, in the order of their starts: `ana@example.comana@example.com`. */
function mergeTwins(ordered: readonly Match[]): Match[] {
	const merged: Match[] = [];
	for (const match of ordered) {
		const twin = merged.find(({ type, score, end }) => type === match.type && score === match.score && match.start < end);
		if (twin) twin.end = Math.max(twin.end, match.end);
		else merged.push({ ...match });
	}
	return merged;
}

function remainders(match: Match, stronger: readonly Match[]): Match[] {
	let pieces = [match];
	for (const { start, end } of stronger) {
		pieces = pieces.flatMap((piece) => {
			if (end <= piece.start || start >= piece.end) return [piece];
			return [
				{ ...piece, end: Math.min(piece.end, start) },
				{ ...piece, start: Math.max(piece.start, end) },
			].filter((rest) => rest.end > rest.start);
		});
	}
	return pieces;
}

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
