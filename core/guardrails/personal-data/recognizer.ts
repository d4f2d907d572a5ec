import type { Language, Match } from '../../ports';
import type { ReadableText } from './reading/readable-text';
import type { PersonalDataType } from './types';

/**
 * Recognizes one type of personal data. To add a type, add a file with a recognizer and its line in the locale's index.ts. To add a
 * country, add a folder.
 */
export interface Recognizer {
	readonly type: PersonalDataType;
	/** The name of the type in a reason. */
	readonly name: Record<Language, string>;
	/** Appears in tokens: upper-case letters only, at most 16. */
	readonly label: string;
	/**
	 * Names that people write near such a value; lower case, without accents. The words of a phrase may be separated by anything but
	 * letters and digits.
	 */
	readonly words: Record<Language, readonly string[]>;
	/**
	 * Words that are often near such values without naming them. They add a little, and speak against no other type (`carro` for a plate).
	 */
	readonly hints?: Record<Language, readonly string[]>;
	/** For numeric values: their shapes. The engine finds those of all recognizers in one pass. */
	readonly numbers?: NumberPattern;
	/**
	 * Returns matches of all other values in the normalized text, in its offsets. Takes linear time, and does not depend on text further
	 * away than `REACH`.
	 */
	find?(text: ReadableText): Match[];
	/** Whether `find` can find anything in a text, by the kinds of its characters. Default: true. */
	needs?(text: ReadableText): boolean;
	/** Whether the type is used only if it is selected by name. */
	readonly offByDefault?: boolean;
	/** Returns one form for all spellings of a value, to compare values. */
	canonical(value: string): string;
	/** Returns the value with enough hidden that it identifies no one, but its owner still recognizes it. It is not recognized again. */
	partialMask(value: string): string;
}

/**
 * A number's shapes. The engine tries each window of digit groups (`ReadableText.groups`) whose lengths match a shape. It also tries line
 * breaks inside groups and, if `valid` computes check digits, OCR errors (O for 0, l for 1, S for 5, B for 8).
 */
export interface NumberPattern {
	readonly shapes: readonly NumberShape[];
	/** Whether these digits are valid, by check digits if the standard has them. Cheap, since it runs on each window. */
	valid(digits: string): boolean;
	/** Whether valid digits are rarely issued, so that they need words sooner. */
	rare?(digits: string): boolean;
	/** Whether `valid` computes check digits: at most one number in ten passes by chance. Only then are OCR errors repaired. */
	readonly checked: boolean;
}

export interface NumberShape {
	/** The standard's form, with `0` for a digit: `000.000.000-00`. Other separators (space, dot, dash, slash) count as sloppy. */
	readonly written: string;
	/** Score without any words nearby, 0 to 1. `weigh` (weigh.ts) adds what the words contribute; below `THRESHOLD` it is not a match. */
	readonly score: number;
	/** Score with separators other than the shape's. Default `score - 0.2`. */
	readonly sloppyScore?: number;
}

/** Matches with a lower score are dropped. */
export const THRESHOLD = 0.5;
