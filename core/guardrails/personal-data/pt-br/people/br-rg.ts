import type { Match } from '../../../../ports/guardrails/match';
import type { DigitGroups } from '../../digit-groups';
import { isPartlyHidden } from '../../partly-hidden';
import type { ReadableText } from '../../reading/readable-text';
import { type Recognizer, threshold } from '../../recognizer';
import { circumstances, adjustScore } from '../../adjust-score';
import { beginsAt, isFollowedBySpace, isWordAt } from '../boundaries';
import { charactersIn, digitAt, isLetter, isOneDigitRepeated, weightedSum } from '../check-digits';
import words from './words/br-rg.json';

/**
 * Identity card of a state: mostly seven to ten digits, in São Paulo and others with a check digit that can be X, in Minas Gerais with leading
 * letters. So form, issuer (`SSP/SP`) and words decide; a wrong check digit does not exclude it.
 */
export const brRg: Recognizer = {
	type: 'BR_RG',
	name: { en: 'identity card (RG)', pt: 'RG' },
	label: 'RG',
	...words,
	needs: ({ digits }) => digits > 4,
	find: (text) => (text.words.mention('BR_RG') ? text.readings : [text]).flatMap(findIn),
	canonical: charactersIn,
	partialMask: (value) =>
		`**.${charactersIn(value)
			.replace(/^[A-Z]+/, '')
			.slice(2, 5)}.***-*`,
};

function findIn(text: ReadableText): Match[] {
	const matches: Match[] = [];
	let listed = -listGap;
	for (let first = 0; first < text.groups.count; first++) {
		const inList = text.groups.starts[first]! - listed < listGap;
		const match = matchFrom(text, first, inList ? inAList : 0);
		if (!match) continue;
		matches.push(match);
		// A list's third depends only on nearby text, not on the second.
		if (!inList) listed = match.end;
	}
	return matches;
}

/** Effect of a preceding one: `o RG do pai é 1.234.567 e o da mãe, 2.345.678`. */
const inAList = 0.2;
const listGap = 28;
const minDigits = 5;
const maxDigits = 13;
const weights = [2, 3, 4, 5, 6, 7, 8, 9];
const checkDigit = /^([ .]?-(?:[ ]?|\r?\n[ ]{0,2})|[ ./]?)([\dXx])(?![\p{L}\p{N}]|[./-]\d)/u;
const stuck = /^(?:[\p{L}\p{N}]|[./-]\d|,\d{1,2}(?![\d.,]))/u;
const state = /(?<![\p{L}\p{N}_])(?:[Mm][Gg]|A[CLMP]|BA|CE|DF|ES|GO|M|M[AST]|P[ABEIR]|R[JNORS]|S[CEP]|TO)[- .]{0,2}$/u;
const issuer =
	/^[\s,;()\-–]{0,3}(?:(?:[oó]rg[aã]o (?:emissor|expedidor)|emissor|expedid[oa] (?:por|pel[ao])|issued by)[: ]{0,2})?(?:S\.?S\.?P|SESP|SDS|SSPDS|SEJUSP|SEDS|SJS|SJTC|SPTC|PC(?:MG|ERJ)?|IFP|DIC|DETRAN|IIRGD|ITEP|IGP|SECC|SSPPC)\b/i;

interface Written {
	start: number;
	end: number;
	/** True if it has its dots: `12.345.678`. */
	dotted: boolean;
	digits: string;
	/** The last of nine, or the one after a dash; else empty. */
	check: string;
	dashed: boolean;
}

function matchFrom(text: ReadableText, first: number, bonus: number): Match | undefined {
	const written = readNumber(text.text, text.groups, first);
	if (!written || isOneDigitRepeated(written.digits)) return undefined;
	const { start: figures, end } = written;
	const state = stateBefore(text.text, figures);
	const start = figures - state.length;
	if (!beginsAt(text.text, start) || isPartlyHidden(text.text, start, end)) return undefined;
	const form = formScore(written) + stateScore(state, written.dotted) + (isIssuerBehind(text.text, end) ? 0.45 : 0);
	const base = form + bonus + circumstances(text.text, start, end, 0, 0);
	if (base + 0.4 < threshold) return undefined;
	const score = adjustScore(text, 'BR_RG', start, end, Math.min(base, 0.9));
	return score >= threshold ? { type: 'BR_RG', start, end, score } : undefined;
}

function stateBefore(text: string, figures: number): string {
	const tied = text[figures - 1] === '-' || text[figures - 1] === ' ' ? figures - 2 : figures - 1;
	return isWordAt(text, tied) ? (state.exec(text.slice(Math.max(0, figures - 6), figures))?.[0] ?? '') : '';
}

/** Minas Gerais writes leading letters; other states' can belong to a register (`OAB/SP-123456`). */
function stateScore(state: string, dotted: boolean): number {
	if (!state.endsWith('-') || !dotted) return 0;
	return state.startsWith('M') ? 0.35 : 0.2;
}

function isIssuerBehind(text: string, end: number): boolean {
	let at = end;
	while (at < end + 3 && !isWordAt(text, at)) at++;
	return isLetter(text.charCodeAt(at)) || text.charCodeAt(at) > 0x7f ? issuer.test(text.slice(end, end + 48)) : false;
}

function readNumber(text: string, groups: DigitGroups, first: number): Written | undefined {
	const start = groups.starts[first]!;
	const length = groups.ends[first]! - start;
	const dotted = length < 3 && isThousands(text, groups, first + 1) && isThousands(text, groups, first + 2);
	if (!dotted && (length < minDigits || length > maxDigits)) return undefined;
	const end = groups.ends[dotted ? first + 2 : first]!;
	const digits = text.slice(start, end).replace(/\D/g, '');
	const checked = digits.length < 10 ? readCheck(text, { start, end, dotted, digits }) : undefined;
	if (checked) return checked;
	if (!isFollowedBySpace(text, end) && stuck.test(text.slice(end, end + 4))) return undefined;
	const ninth = dotted ? '' : digits.slice(8);
	return ninth.length === 1
		? { start, end, dotted, digits: digits.slice(0, 8), check: ninth, dashed: false }
		: { start, end, dotted, digits, check: '', dashed: false };
}

/** Follows a dash or slash; X can also follow directly. */
function readCheck(text: string, number: Pick<Written, 'start' | 'end' | 'dotted' | 'digits'>): Written | undefined {
	if (text.charCodeAt(number.end) === 0x20 && text[number.end + 1] !== '-' && !/x/i.test(text[number.end + 1] ?? '')) return undefined;
	const [behind = '', separator = '', check = ''] = checkDigit.exec(text.slice(number.end, number.end + 9)) ?? [];
	if (behind === '' || (separator.trim() === '' && !/x/i.test(check))) return undefined;
	return { ...number, end: number.end + behind.length, check: check.toUpperCase(), dashed: separator.includes('-') };
}

function isThousands(text: string, groups: DigitGroups, group: number): boolean {
	if (group >= groups.count || groups.ends[group]! - groups.starts[group]! !== 3) return false;
	const from = groups.ends[group - 1]!;
	const to = groups.starts[group]!;
	if (to - from === 1) return text[from] === '.' || text[from] === ' ';
	return to - from < 5 && text.slice(from, to).trim() === '.';
}

function formScore({ dotted, digits, check, dashed }: Written): number {
	const checked = digits.length === 8 && check !== '' && isSaoPauloCheck(digits, check);
	if (dotted && dashed) return checked ? 0.7 : 0.42;
	if (dotted) return checked ? 0.45 : 0.3;
	if (check === 'X') return checked ? 0.52 : 0.3;
	if (dashed) return checked ? 0.4 : 0.3;
	return digits.length < 7 || digits.length > 9 ? 0.17 : 0.26;
}

/** São Paulo's check digit: the difference to the next multiple of eleven; 10 is X, 11 is 0. */
function isSaoPauloCheck(digits: string, check: string): boolean {
	return (weightedSum(digits, weights) + (check === 'X' ? 10 : digitAt(check, 0))) % 11 === 0;
}
