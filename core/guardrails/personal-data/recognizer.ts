import type { Language } from '../../base/text/languages';
import type { Match } from '../../ports/guardrails/match';
import type { ReadableText } from './reading/readable-text';
import type { PersonalDataType } from './types';

/**
 * Recognises one type of personal data. To add a type, add a file with a recogniser and its line in its locale's index.ts; to add a country, add a
 * folder.
 */
export interface Recognizer {
	readonly type: PersonalDataType;
	/** Its name in reasons. */
	readonly name: Record<Language, string>;
	/** Its name in tokens: upper case letters only, at most 16. */
	readonly label: string;
	/**
	 * Words that people write near such a value; lower case, without accents. The words of a phrase can be separated by anything but letters and
	 * digits.
	 */
	readonly words: Record<Language, readonly string[]>;
	/** Words that are often near such a value without naming it: they count a little for it, and not against other types (`carro` for a plate). */
	readonly hints?: Record<Language, readonly string[]>;
	/** For types that consist of digits: their shapes. The engine finds the shapes of all recognisers in one pass. */
	readonly numbers?: NumberPattern;
	/**
	 * Returns matches of all other values in the normalized text, in its offsets. Takes linear time, and does not depend on text further
	 * away than `reach`.
	 */
	find?(text: ReadableText): Match[];
	/** Returns whether `find` can find anything in a text, by a look at the kinds of its characters. Default: whenever there is text. */
	needs?(text: ReadableText): boolean;
	/** Used only if it is requested by name. */
	readonly offByDefault?: boolean;
	/** Returns one form for all spellings of a value, for comparisons. */
	canonical(value: string): string;
	/** Masks the value so that it identifies no one, but its owner recognises it. Not recognised again. */
	partialMask(value: string): string;
}

/**
 * The shapes of a number. The engine tries each window of digit groups (`ReadableText.groups`) with the lengths of a shape, including line breaks
 * inside groups and, if `valid` checks digits, OCR slips (O for 0, l for 1, S for 5, B for 8).
 */
export interface NumberPattern {
	readonly shapes: readonly NumberShape[];
	/** Returns whether these digits are possible; with check digits if the standard has them. Fast, since it runs on each window. */
	valid(digits: string): boolean;
	/** Returns whether valid digits are hardly ever issued, so that words are needed sooner. */
	rare?(digits: string): boolean;
	/** Returns whether valid digits count only directly after words that name the type: most of them are someone's other number. */
	needsWords?(digits: string): boolean;
	/** True if `valid` computes check digits, so that at most one number in ten passes by chance. OCR slips are corrected only then. */
	readonly checked: boolean;
}

export interface NumberShape {
	/** As in the standard, with `0` for a digit: `000.000.000-00`. Other separators (space, dot, dash, slash) count as sloppy. */
	readonly written: string;
	/** Its score without any word near it, 0 to 1. `weigh` (weigh.ts) adds the effect of words; below `threshold` it is not a match. */
	readonly score: number;
	/** Its score with other separators than the shape's. Default `score - 0.2`. */
	readonly sloppyScore?: number;
}

/** Matches with a lower score are dropped. */
export const threshold = 0.5;
