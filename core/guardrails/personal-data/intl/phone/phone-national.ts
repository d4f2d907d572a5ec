import { gapKind, type DigitGroups, type ShapeTree } from '../../digit-groups';
import type { ReadableText } from '../../reading/readable-text';
import { threshold } from '../../recognizer';
import { circumstances, adjustScore } from '../../adjust-score';
import { isAt, characterKind } from '../characters';
import { type FoundNumber, toSpan } from './phone-international';
import { nationalShapes, type Shape } from './national-shapes';
import { findStanding } from './phone-plans';

/** Shared-cost numbers of companies, from 300x to 400x, which look like fixed lines. */
const companies = /^(?:300\d|4(?:00\d|020|370|864))/;
const maxGroups = 6;

/** Finds the longest number of Brazil or North America from a group on. @param listed a number ends directly before: `2233-4455 / 2233-4466` */
export function findNational(text: ReadableText, groups: DigitGroups, first: number, listed = false): FoundNumber | undefined {
	let reached: ShapeTree<Shape> | undefined = nationalShapes;
	let best: FoundNumber | undefined;
	for (let last = first; last < groups.count && last - first < maxGroups; last++) {
		reached = reached.next[measureGroup(groups, last)];
		if (!reached || (last > first && !continues(groups, first, last))) break;
		if (reached.shapes.length > 0) best = judge(text, groups, first, last, reached.shapes, listed) ?? best;
	}
	return best;
}

/** `(0xx11) 3456-7890`: Brazilian, for any carrier code. */
export function findWithPlaceholder(text: ReadableText, groups: DigitGroups, first: number): FoundNumber | undefined {
	const start = groups.starts[first]!;
	if (groups.ends[first]! - start !== 1 || groups.text[start] !== '0') return undefined;
	if (!' xX×'.includes(groups.text[start + 1] ?? '.')) return undefined;
	placeholder.lastIndex = start;
	if (!placeholder.test(groups.text)) return undefined;
	const match = findNational(text, groups, first + 1);
	if (!match) return undefined;
	return { ...toSpan(groups, groups.starts[first]!, match.last), score: Math.max(match.score, 0.8), last: match.last };
}

const placeholder = /0 ?[x×]{2} ?\(?[1-9][1-9]\)?[ .-]/iuy;

function measureGroup({ text, starts, ends, mended }: DigitGroups, group: number): number {
	const length = ends[group]! - starts[group]!;
	if (!mended?.[group]) return Math.min(length, 31);
	return length > 60 ? 31 : Math.min(31, text.slice(starts[group], ends[group]).replace(/\D/g, '').length);
}

/** A bracket opens only before an area code, a slash follows only one, and a line breaks once. */
export function continues({ text, starts, ends, separators }: DigitGroups, first: number, group: number): boolean {
	const separator = separators[group]!;
	if (separator === 0 || (separator & gapKind.other) !== 0) return false;
	if ((separator & (gapKind.bracket | gapKind.slash | gapKind.newline)) === 0) return true;
	const between = text.slice(ends[group - 1], starts[group]);
	if (between.includes('(') && (text[ends[group]!] !== ')' || group - first > 3)) return false;
	const isDate = /\d\/$/.test(text.slice(Math.max(0, starts[first]! - 2), starts[first]));
	if (between.includes('/') && (isDate || group - first > 1 || ends[group - 1]! - starts[group - 1]! > 3)) return false;
	return (separator & gapKind.newline) === 0 || (separators[group - 1]! & gapKind.newline) === 0 || group - 1 === first;
}

function judge(
	text: ReadableText,
	groups: DigitGroups,
	first: number,
	last: number,
	candidates: readonly Shape[],
	listed: boolean,
): FoundNumber | undefined {
	const digits = digitsIn(groups, first, last);
	if (same.test(digits)) return undefined;
	let best: FoundNumber | undefined;
	for (const { digits: expression, code, area, score } of candidates) {
		const national = expression.exec(digits)?.[1];
		if (national === undefined || (area === '11' && companies.test(national))) continue;
		const attached = area === '' || groups.separators[first] === 0 ? 0 : listed ? -listedScore : partOfAnother;
		if (score + maxPunctuation - attached + maxWords < threshold) continue;
		const span = toSpan(groups, groups.starts[first]!, last);
		const own =
			score -
			attached +
			writing(groups, span, first, last, area !== '') -
			(groups.mended ? 0.1 : 0) -
			(isCrowded(groups, first, last) ? crowded : 0);
		const base = own + circumstances(groups.text, span.start, span.end, groups.separators[first]!, groups.separators[last + 1] ?? 0);
		if (base + maxWords < threshold || !belongsToSomebody(code, area + national, groups.text.slice(span.start, span.end))) continue;
		const weighed = adjustScore(text, 'PHONE_NUMBER', span.start, span.end, base);
		if (weighed >= threshold && weighed > (best?.score ?? 0)) best = { ...span, score: weighed, last };
	}
	return best;
}

/** Digits on both sides, or letters before and digits after: inside an account or document number. */
function isCrowded({ text, starts, ends, separators }: DigitGroups, first: number, last: number): boolean {
	const start = starts[first]!;
	const behind = separators[last + 1] ?? 0;
	const country = ends[first]! - start === 2 ? countryOfAnAccount.exec(text.slice(Math.max(0, start - 4), start)) : undefined;
	if (country && (country[1] === '' || behind === gapKind.space)) return true;
	if (behind === 0 || (behind & (gapKind.bracket | gapKind.slash | gapKind.newline)) !== 0) return false;
	return separators[first] !== 0 || isAt(text, start - 1, characterKind.letter);
}

const crowded = 0.3;
/** `BE68 5390 0754`, `BE 68 5390 0754 7034`: a piece of an IBAN. */
const countryOfAnAccount = /(?<!\p{L})[A-Z]{2}( ?)$/u;
const same = /^(\d)\1+$/;

function digitsIn({ text, starts, ends, mended }: DigitGroups, first: number, last: number): string {
	if (mended) return text.slice(starts[first], ends[last]).replace(/\D/g, '');
	let digits = '';
	for (let group = first; group <= last; group++) digits += text.slice(starts[group], ends[group]);
	return digits;
}

/** Max effect of words (adjustScore.ts) and punctuation (`writing`). */
const maxWords = 0.4;
const maxPunctuation = 0.15;
/** Digits before a number without area make it the end of another: `0800 123 4567`. */
const partOfAnother = 0.3;
const listedScore = 0.3;

/** Area 555 is unassigned in North America, and in all examples. With its area in brackets, any digits are a phone number. */
function belongsToSomebody(code: string, national: string, written: string): boolean {
	const standing = findStanding(code, national);
	if (standing === 'person' || standing === 'company' || code !== '1') return standing === 'person';
	return example.test(national) || inBrackets.test(written);
}

const example = /^555(?!0{7})/;
const inBrackets = /^(?:1 ?)?\(\d{3}\) ?\d{3}-\d{4}$/;

/** `(11)` counts more than `11`, and `98765-4321` more than `98765 4321`. */
function writing(
	{ text, starts, ends }: DigitGroups,
	span: { start: number; end: number },
	first: number,
	last: number,
	local: boolean,
): number {
	if (text[span.start] === '(' || (last > first && text[ends[first]!] === ')')) return 0.15;
	if (last === first) return 0;
	const dash = text[starts[last]! - 1] === '-';
	if (local) return dash ? 0.12 : 0;
	return dash ? 0.05 : 0;
}
