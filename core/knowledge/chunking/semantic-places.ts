import { throwIfCancelled } from '../../base/async/cancelled';
import { TroupeError } from '../../base/errors';
import type { DocumentText } from '../../ports/knowledge/document-reader';
import type { Embedder } from '../../ports/models/models';

/** Min length of a compared unit: two or three sentences. */
const minCharacters = 200;
/** A unit without an end, such as a table of numbers, is read only this far. */
const maxCharacters = 1_000;
const unitsAtOnce = 64;

/**
 * Ends of sentences where the text before and after are less alike than around them (the depth of a valley, as in Hearst's TextTiling, 1997, between
 * vectors instead of words). One or two units have none. @returns ascending places for chunkDocument @throws TroupeError from the embedder;
 * MODEL_MALFORMED_RESPONSE, CANCELLED
 */
export async function findSemanticPlaces({ text }: Pick<DocumentText, 'text'>, embedder: Embedder, signal: AbortSignal): Promise<number[]> {
	const starts: number[] = [];
	const likenesses: number[] = [];
	let before: number[] | undefined;
	for (const some of batches(groupUnits(text), unitsAtOnce)) {
		throwIfCancelled(signal, 'The ingestion was cancelled.');
		const { vectors } = await embedder.embed(
			some.map((unit) => comparedText(text, unit)),
			signal,
			'document',
		);
		if (vectors.length !== some.length) throw malformed(embedder.id, some.length, vectors.length);
		for (const [index, { start }] of some.entries()) {
			if (before) {
				starts.push(start);
				likenesses.push(likeness(before, vectors[index]!));
			}
			before = vectors[index]!;
		}
	}
	return findDeepest(likenesses).map((index) => starts[index]!);
}

export function listComparedTexts(text: string): string[] {
	return [...groupUnits(text)].map((unit) => comparedText(text, unit));
}

function comparedText(text: string, { start, end }: { start: number; end: number }): string {
	return text.slice(start, Math.min(end, start + maxCharacters)).toWellFormed();
}

function* groupUnits(text: string): Iterable<{ start: number; end: number }> {
	let start = 0;
	let written = 0;
	for (const { index, segment } of new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)) {
		const length = segment.trim().length;
		if (written === 0) start = index + (segment.length - segment.trimStart().length);
		written += length;
		if (written < minCharacters) continue;
		yield { start, end: index + segment.length };
		written = 0;
	}
	if (written > 0) yield { start, end: text.length };
}

function findDeepest(likenesses: number[]): number[] {
	const depths = likenesses.map((likeness, index) => findPeak(likenesses, index, -1) + findPeak(likenesses, index, 1) - 2 * likeness);
	const mean = depths.reduce((sum, depth) => sum + depth, 0) / Math.max(1, depths.length);
	return [...depths.keys()].filter((index) => {
		const lowest = likenesses[index]! <= (likenesses[index - 1] ?? 1) && likenesses[index]! < (likenesses[index + 1] ?? 1);
		return lowest && depths[index]! > mean;
	});
}

function findPeak(likenesses: number[], from: number, step: 1 | -1): number {
	let at = from;
	while ((likenesses[at + step] ?? -Infinity) >= likenesses[at]!) {
		at += step;
		// Otherwise a long plateau would be walked again from each of its places.
		if (Math.abs(at - from) === farthest) break;
	}
	return likenesses[at]!;
}

const farthest = 50;

function likeness(a: number[], b: number[]): number {
	let product = 0;
	let ofA = 0;
	let ofB = 0;
	for (let part = 0; part < a.length; part++) {
		product += a[part]! * b[part]!;
		ofA += a[part]! ** 2;
		ofB += b[part]! ** 2;
	}
	return ofA > 0 && ofB > 0 ? product / Math.sqrt(ofA * ofB) : 0;
}

function* batches<Item>(items: Iterable<Item>, size: number): Iterable<Item[]> {
	let some: Item[] = [];
	for (const item of items) {
		some.push(item);
		if (some.length < size) continue;
		yield some;
		some = [];
	}
	if (some.length > 0) yield some;
}

function malformed(model: string, expected: number, actual: number): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `${model} returned ${actual} vectors; expected ${expected}.`,
		fix: 'Try again. If this persists, use another model, or cut by structure.',
		retryable: true,
		details: { model, expected, actual },
	});
}
