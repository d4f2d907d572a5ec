import type { Language } from '../../base/text/languages';
import type { Match } from '../../ports/guardrails/match';
import type { ReadableText } from './reading/readable-text';
import type { PersonalDataType } from './types';

/** To add a type, add a file with a recogniser and its line in its locale's index.ts; to add a country, add a folder. */
export interface Recognizer {
	readonly type: PersonalDataType;
	readonly name: Record<Language, string>;
	/** Its name in tokens: upper case letters only, at most 16. */
	readonly label: string;
	/** Words near such a value; lower case, without accents. Anything but letters and digits can separate the words of a phrase. */
	readonly words: Record<Language, readonly string[]>;
	/** Words near such a value that count a little for it, and not against other types (`carro` for a plate). */
	readonly hints?: Record<Language, readonly string[]>;
	/** For types that consist of digits. The engine finds all shapes in one pass. */
	readonly numbers?: NumberPattern;
	/** Returns all other matches, in offsets of the normalized text. Takes linear time, and does not depend on text further away than `reach`. */
	find?(text: ReadableText): Match[];
	/** Checks the kinds of characters to skip `find`. Default: whenever there is text. */
	needs?(text: ReadableText): boolean;
	/** Used only if it is requested by name. */
	readonly offByDefault?: boolean;
	/** One form for all spellings, for comparisons. */
	canonical(value: string): string;
	/** Identifies no one, but its owner recognises it. Not recognised again. */
	partialMask(value: string): string;
}

/**
 * The engine tries each window of digit groups (`ReadableText.groups`) with the lengths of a shape, including line breaks inside groups and, if
 * `valid` checks digits, OCR slips (O for 0, l for 1, S for 5, B for 8).
 */
export interface NumberPattern {
	readonly shapes: readonly NumberShape[];
	valid(digits: string): boolean;
	/** True for valid digits that are hardly ever issued: they need words sooner. */
	rare?(digits: string): boolean;
	/** True if valid digits count only directly after words that name the type: most are someone's other number. */
	needsWords?(digits: string): boolean;
	/** True if `valid` computes check digits, which at most one number in ten passes by chance. Only then are OCR slips corrected. */
	readonly checked: boolean;
}

export interface NumberShape {
	/** As in the standard, with `0` for a digit: `000.000.000-00`. Other separators (space, dot, dash, slash) count as sloppy. */
	readonly written: string;
	/** Score without words near it, 0 to 1. `weigh` (weigh.ts) adds the effect of words; below `threshold` it is not a match. */
	readonly score: number;
	/** With other separators than the shape's. Default `score - 0.2`. */
	readonly sloppyScore?: number;
}

export const threshold = 0.5;
