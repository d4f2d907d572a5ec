import { normalize } from '../../personal-data/reading/normalize';
import type { Span } from '../../policy/sentences';

/** A text as detectors of statements read it: normalised, in lower case and without accents, unit for unit. */
export interface FoldedText {
	text: string;
	/** The same units in the case they were written in, for what is told by its capitals. */
	cased: string;
	/** The original's range that a range of `text` was made from. */
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

/** One unit for one, so that positions stay: what would become several is left as it is. */
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
