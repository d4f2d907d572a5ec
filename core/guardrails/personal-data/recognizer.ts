import type { Language, Match } from '../../ports';
import type { ReadableText } from './reading/readable-text';
import type { PersonalDataType } from './types';

/**
 * Knows one kind of personal data. Adding a kind is adding a file with one of these and its line in its locale's index.ts;
 * adding a country is adding a folder.
 */
export interface Recognizer {
	readonly type: PersonalDataType;
	/** What it is called in a reason. */
	readonly name: Record<Language, string>;
	/** Stands in tokens: upper case letters only, at most 16. */
	readonly label: string;
	/** What people write near such a value; lower case, without accents. A phrase's words may be apart by what is neither letter nor digit. */
	readonly words: Record<Language, readonly string[]>;
	/** What such values also stand near of, without being named by it: it speaks for them a little, and against nothing else (`carro` for a plate). */
	readonly hints?: Record<Language, readonly string[]>;
	/** For what is written in digits: the shapes it comes in. The engine finds them, all recognisers' in one pass. */
	readonly numbers?: NumberPattern;
	/** For all else: matches in the normalised text, in its offsets; linear in its length, and nothing that depends on text further away than `REACH`. */
	find?(text: ReadableText): Match[];
	/** Whether `find` can find anything in a text: one look at the characters that it has. Default: whenever there is text. */
	needs?(text: ReadableText): boolean;
	/** Not used unless it is asked for by name. */
	readonly offByDefault?: boolean;
	/** One form for all spellings of a value, to compare values. */
	canonical(value: string): string;
	/** The value with so much hidden that it identifies nobody, and still tells its owner which one it is. Not recognised again. */
	partialMask(value: string): string;
}

/**
 * A number's shapes. The engine tries each window of digit groups (`ReadableText.groups`) whose lengths are a shape's;
 * line breaks inside groups and, where `valid` is a check of digits, OCR slips (O for 0, l for 1, S for 5, B for 8) are tried as well.
 */
export interface NumberPattern {
	readonly shapes: readonly NumberShape[];
	/** Whether these digits can be one; check digits where the standard has them. Cheap: it runs on each window. */
	valid(digits: string): boolean;
	/** Whether valid digits are hardly ever given out: they need words sooner. */
	rare?(digits: string): boolean;
	/** Whether `valid` computes check digits: at most one number in ten passes by chance. Only then OCR slips are mended. */
	readonly checked: boolean;
}

export interface NumberShape {
	/** As the standard writes it, `0` for a digit: `000.000.000-00`. Other separators (space, dot, dash, slash) count as written sloppily. */
	readonly written: string;
	/** What it is worth without any word near it, 0 to 1. `weigh` (weigh.ts) adds what the words say; below `THRESHOLD` it is no match. */
	readonly score: number;
	/** What it is worth with other separators than the shape's. Default `score - 0.2`. */
	readonly sloppyScore?: number;
}

/** Matches below it are dropped. */
export const THRESHOLD = 0.5;
