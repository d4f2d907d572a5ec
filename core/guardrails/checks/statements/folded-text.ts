import { normalize } from '../../personal-data/reading/normalize';
import type { Span } from '../../policy/sentences';

/** A text as detectors of statements read it: normalized, in lower case and without accents, with the same length. */
export interface FoldedText {
	text: string;
	/** The same text in its original case, for what capitals reveal. */
	cased: string;
	/** Returns the original's range for a range of `text`. */
	toOriginal: (start: number, end: number) => Span;
}

export function foldText(original: string): FoldedText {
	const normalized = normalize(original);
	const cased = normalized.text;
	return { text: lowerCase(cased).replace(NOT_PLAIN, foldUnit), cased, toOriginal: (start, end) => normalized.toOriginal(start, end) };
}

const NOT_PLAIN = /[^\0-\x7f]/g;
const folded = new Map<string, string>([
	['’', "'"],
	['‘', "'"],
	['“', '"'],
	['”', '"'],
]);

/** Folds one unit to one unit, so that positions stay: a unit that would become several is left unchanged. */
function foldUnit(unit: string): string {
	let plain = folded.get(unit);
	if (plain === undefined) {
		const [base = unit] = unit.normalize('NFD');
		folded.set(unit, (plain = base.length === 1 ? base : unit));
	}
	return plain;
}

function lowerCase(text: string): string {
	const lower = text.toLowerCase();
	return lower.length === text.length
		? lower
		: text.replace(/./gsu, (unit) => (unit.toLowerCase().length === unit.length ? unit.toLowerCase() : unit));
}
