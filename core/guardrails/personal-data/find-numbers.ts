import type { Match } from '../../ports/guardrails/match';
import {
	addShape,
	createShapeTree,
	findNearMended,
	gapKind,
	type DigitGroups,
	joinDigits,
	readSlips,
	type ShapeTree,
} from './digit-groups';
import { isPartlyHidden } from './partly-hidden';
import type { ReadableText } from './reading/readable-text';
import { type NumberPattern, type Recognizer, threshold } from './recognizer';
import type { PersonalDataType } from './types';
import { circumstances, adjustScore } from './adjust-score';

const maxGroups = 6;
const maxDigits = 24;
const maxSlips = 3;
const rare = 0.1;
/** Words within sixteen characters can raise it to the threshold. */
const needsWords = 0.2;
const goesOnScore = 0.3;
const mended = 0.15;

export type NumberShapes = ShapeTree<Shape>;

interface Shape {
	type: PersonalDataType;
	pattern: NumberPattern;
	separators: readonly string[];
	score: number;
	sloppyScore: number;
}

export function createNumberShapes(recognizers: readonly Recognizer[]): NumberShapes {
	const shapes: NumberShapes = createShapeTree();
	for (const { type, numbers: pattern } of recognizers) {
		for (const { written, score, sloppyScore = score - 0.2 } of pattern?.shapes ?? []) {
			const separators = written.match(/[^0]+/g) ?? [];
			const lengths = written.match(/0+/g)!.map(({ length }) => length);
			addShape(shapes, lengths, { type, pattern: pattern!, separators, score, sloppyScore });
		}
	}
	return shapes;
}

/** One pass over the groups; a second if line breaks or OCR slips can hide something. */
export function findNumbers(text: ReadableText, shapes: NumberShapes): Match[] {
	const matches = findInGroups(text, text.groups, shapes);
	for (const mended of [text.joinedGroups, text.mayHaveSlips ? readSlips(text.text) : undefined]) {
		if (mended) matches.push(...findInGroups(text, mended, shapes));
	}
	return matches;
}

function findInGroups(text: ReadableText, groups: DigitGroups, shapes: NumberShapes): Match[] {
	const matches: Match[] = [];
	const isNearMended = findNearMended(groups, maxGroups);
	for (let first = 0; first < groups.count; first++) {
		if (!isNearMended(first)) continue;
		let reached: NumberShapes | undefined = shapes;
		let mended = groups.mended === undefined;
		for (let last = first; last < groups.count && last - first < maxGroups; last++) {
			if (last > first && groups.separators[last] === 0) break;
			mended ||= groups.mended![last]!;
			const length = digitCount(groups, last);
			if (length > maxDigits) break;
			reached = reached.next[length];
			if (!reached) break;
			if (mended && reached.shapes.length > 0) judgeWindow(text, groups, first, last, reached.shapes, matches);
		}
	}
	return matches;
}

/** Joined groups have separators inside. */
function digitCount({ text, starts, ends, mended }: DigitGroups, group: number): number {
	const start = starts[group]!;
	const end = ends[group]!;
	if (!mended?.[group] || end - start > 3 * maxDigits) return end - start;
	let count = 0;
	for (let at = start; at < end; at++) count += Number(text.charCodeAt(at) > 0x2f);
	return count;
}

function judgeWindow(
	text: ReadableText,
	groups: DigitGroups,
	first: number,
	last: number,
	candidates: readonly Shape[],
	matches: Match[],
): void {
	const start = groups.starts[first]!;
	const end = groups.ends[last]!;
	const slips = groups.mended ? countSlips(text.text, start, end) : 0;
	if (slips > maxSlips || (slips > 0 && !candidates.some(({ pattern }) => pattern.checked))) return;
	const digits = joinDigits(groups, first, last);
	if (slips * 3 > digits.length) return;
	const valid = candidates.filter(({ pattern }) => (slips === 0 || pattern.checked) && pattern.valid(digits));
	if (valid.length === 0 || isPartlyHidden(text.text, start, end)) return;
	const doubt = computeDoubt(groups, first, last);
	for (const shape of valid) {
		const own = ownScore(shape, isExact(groups, first, last, shape.separators), digits) - doubt;
		const base = own + circumstances(text.text, start, end, groups.separators[first]!, groups.separators[last + 1] ?? 0);
		if (base + 0.4 < threshold || (base < threshold && !text.words.canRaise(shape.type))) continue;
		const score = adjustScore(text, shape.type, start, end, base, shape.pattern.checked);
		if (score >= threshold) matches.push({ type: shape.type, start, end, score });
	}
}

function ownScore({ score, sloppyScore, pattern }: Shape, exact: boolean, digits: string): number {
	if (pattern.needsWords?.(digits)) return needsWords;
	return (exact ? score : sloppyScore) - (pattern.rare?.(digits) ? rare : 0);
}

function computeDoubt(groups: DigitGroups, first: number, last: number): number {
	return (groups.mended ? mended : 0) + (goesOn(groups, first, last) ? goesOnScore : 0);
}

/** True if the groups continue in rhythm, like a card's number after twelve digits. */
function goesOn({ starts, ends, separators }: DigitGroups, first: number, last: number): boolean {
	if (last === first) return false;
	const alike = (group: number, neighbour: number): boolean => ends[group]! - starts[group]! === ends[neighbour]! - starts[neighbour]!;
	const tied = (at: number, inside: number): boolean => separators[at] === separators[inside] && (separators[at]! & gapKind.newline) === 0;
	const behind = last + 1 < ends.length && tied(last + 1, last) && alike(last + 1, last);
	return behind || (first > 0 && tied(first, first + 1) && alike(first - 1, first));
}

function countSlips(text: string, start: number, end: number): number {
	let slips = 0;
	// From `A` on: letters and the bar.
	for (let at = start; at < end; at++) slips += Number(text.charCodeAt(at) > 0x40);
	return slips;
}

/** True for the standard's separators. A line may break after one. */
function isExact({ text, starts, ends, separators }: DigitGroups, first: number, last: number, written: readonly string[]): boolean {
	for (let at = first + 1; at <= last; at++) {
		const between = text.slice(ends[at - 1], starts[at]);
		const expected = written[at - first - 1]!;
		if (between !== expected && !((separators[at]! & gapKind.newline) !== 0 && between.trim() === expected.trim())) return false;
	}
	return true;
}
