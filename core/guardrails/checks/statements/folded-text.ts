import { normalize } from '../../personal-data/reading/normalize';
import type { Span } from '../../policy/sentences';

/** Text for detectors: normalised, lower case, no accents, unit for unit. */
export interface FoldedText {
	text: string;
	/** The same units in original case. */
	cased: string;
	toOriginal: (start: number, end: number) => Span;
}

export function foldText(original: string): FoldedText {
	const normalized = normalize(original);
	const cased = normalized.text;
	return { text: lowerCase(cased).replace(notPlain, foldUnit), cased, toOriginal: (start, end) => normalized.toOriginal(start, end) };
}

const notPlain = /[^\0-\x7f]/g;
const folded = new Map<string, string>([
	['’', "'"],
	['‘', "'"],
	['“', '"'],
	['”', '"'],
]);

/** A letter and its accents, except Hangul syllables and voiced Kana, which are other letters. */
const accented = /^(.)(?:(?![\u3099\u309a])\p{M})+$/u;

/** Maps unit to unit: positions stay. Keeps units that would become several. */
function foldUnit(unit: string): string {
	let plain = folded.get(unit);
	if (plain === undefined) {
		const base = accented.exec(unit.normalize('NFD'))?.[1];
		folded.set(unit, (plain = base?.length === 1 ? base : unit));
	}
	return plain;
}

function lowerCase(text: string): string {
	const lower = text.toLowerCase();
	return lower.length === text.length
		? lower
		: text.replace(/./gsu, (unit) => (unit.toLowerCase().length === unit.length ? unit.toLowerCase() : unit));
}
