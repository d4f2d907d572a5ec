import { gapKind, type DigitGroups } from '../../digit-groups';
import type { ReadableText } from '../../reading/readable-text';
import { threshold } from '../../recognizer';
import { adjustScore } from '../../adjust-score';
import { findCallingCode, findStanding } from './phone-plans';

/** ITU-T E.164, plus one digit for a wrong trunk prefix. */
const maxDigits = 16;
export const maxGroups = 8;
const fewestDigits = 7;

export interface FoundNumber {
	start: number;
	end: number;
	score: number;
	last: number;
}

const plusCode = 0x2b;
const openingCode = 0x28;
const spaceCode = 0x20;
const zeroCode = 0x30;

export function isInternationalAt(groups: DigitGroups, group: number): boolean {
	const { text } = groups;
	const start = groups.starts[group]!;
	const before = text.charCodeAt(start - 1);
	if (before === plusCode || ((before === openingCode || before === spaceCode) && text.charCodeAt(start - 2) === plusCode))
		return plusBefore(text, start) !== undefined;
	return (
		text.charCodeAt(start) === zeroCode &&
		text.charCodeAt(start + 1) === zeroCode &&
		(groups.ends[group]! - start > 2 || (groups.separators[group + 1] ?? 0) !== 0)
	);
}

/** Trailing letters make a code; `x` begins an extension. */
const stuck = /[\p{L}\p{N}](?<![xX])/u;

function plusBefore(text: string, start: number): number | undefined {
	if (text[start - 1] === '+') return start - 1;
	if ((text[start - 1] === '(' || text[start - 1] === ' ') && text[start - 2] === '+' && !/[\d\p{L}]/u.test(text[start - 3] ?? ''))
		return start - 2;
	return undefined;
}

/** Finds the longest number after `+` or `00` that the country's plan assigns to persons; `00` after other digits is inside a number. */
export function findInternational(text: ReadableText, groups: DigitGroups, first: number): FoundNumber | undefined {
	const plus = plusBefore(groups.text, groups.starts[first]!);
	const skipped = plus === undefined ? 2 : 0;
	if (!mayBegin(groups, first, skipped) || (plus === undefined && groups.separators[first] === gapKind.space)) return undefined;
	const digits = readDigits(groups, first, maxDigits + skipped);
	const number = digits.text.slice(skipped);
	if (number.length < fewestDigits) return undefined;
	const code = findCallingCode(number);
	const ends = digits.ends.map((end) => end - skipped);
	if (code === undefined || isSplit(code, ends[0]!)) return undefined;
	const chosen = chooseEnd(code, number, ends);
	if (!chosen) return undefined;
	const last = first + chosen.at;
	const span = toSpan(groups, plus ?? groups.starts[first]!, last);
	const certain = (chosen.isAssigned ? 0.95 : 0.8) - (plus === undefined ? 0.2 : 0);
	const weighed = adjustScore(text, 'PHONE_NUMBER', span.start, span.end, certain);
	const score = plus === undefined ? weighed : Math.max(weighed, certain - 0.2);
	return score < threshold || stuck.test(groups.text.slice(span.end, span.end + 1)) ? undefined : { ...span, score, last };
}

const isSplit = (code: string, firstEnd: number): boolean => firstEnd > 0 && firstEnd < code.length;

/** The longest assigned number, else the longest in the plan's form. */
function chooseEnd(code: string, number: string, ends: readonly number[]): { at: number; isAssigned: boolean } | undefined {
	let unassigned: number | undefined;
	for (let at = ends.length - 1; at >= 0 && ends[at]! >= fewestDigits; at--) {
		const standing = findStanding(code, number.slice(code.length, ends[at]), true);
		if (standing === 'person') return { at, isAssigned: true };
		if (standing === 'unassigned') unassigned ??= at;
	}
	return unassigned === undefined ? undefined : { at: unassigned, isAssigned: false };
}

/** No calling code begins with zero, and enough digits must follow. Rejects most candidates. */
function mayBegin({ text, starts, ends, separators, count }: DigitGroups, first: number, skipped: number): boolean {
	let length = ends[first]! - starts[first]! - skipped;
	if (text[length > 0 ? starts[first]! + skipped : starts[first + 1]!] === '0') return false;
	for (let group = first + 1; length < fewestDigits && group < count && group - first < maxGroups && separators[group] !== 0; group++) {
		length += ends[group]! - starts[group]!;
	}
	return length >= fewestDigits;
}

function readDigits(
	{ text, starts, ends, separators, count, mended }: DigitGroups,
	first: number,
	max: number,
): { text: string; ends: number[] } {
	let digits = '';
	const lengths: number[] = [];
	for (let group = first; group < count && group - first < maxGroups; group++) {
		if (group > first && ((separators[group]! & gapKind.other) !== 0 || separators[group] === 0 || isNextLine(separators[group]!, digits)))
			break;
		const length = ends[group]! - starts[group]!;
		if (length > 3 * max) break;
		const written = text.slice(starts[group], ends[group]);
		if (mended && written.search(/[\r\n]/) >= longEnough) break;
		const own = mended ? written.replace(/\D/g, '') : written;
		if (digits.length + own.length > max) break;
		digits += own;
		lengths.push(digits.length);
	}
	return { text: digits, ends: lengths };
}

/** A complete number continues on the next line only after a dash. */
const isNextLine = (separator: number, digits: string): boolean =>
	digits.length >= longEnough && (separator & gapKind.newline) !== 0 && (separator & gapKind.dash) === 0;
const longEnough = 10;

export function toSpan({ text, ends }: DigitGroups, start: number, last: number): { start: number; end: number } {
	const end = ends[last]!;
	const opening = text[start - 1] === ' ' ? start - 2 : start - 1;
	const opens = text[opening] === '(' && text.slice(start, end).includes(')');
	return { start: opens && !text.slice(start, text.indexOf(')', start)).includes('(') ? opening : start, end };
}
