import type { PersonalDataType } from '../../agents/agent-definition';
import type { Language, Match } from '../../ports';

/** Knows one kind of personal data. Adding a kind is adding a file with one of these, and its line in recognizers.ts. */
export interface Recognizer {
	readonly type: PersonalDataType;
	/** What it is called in a reason. */
	readonly name: Record<Language, string>;
	/** Stands in tokens: upper case letters only. */
	readonly label: string;
	/** Matches in normalised text (normalize.ts), in its offsets. Linear in the text's length, whatever the text. */
	find(text: string): Match[];
	/** One form for all spellings of a value, to compare values. */
	canonical(value: string): string;
	/** The value with so much hidden that it identifies nobody, and still tells its owner which one it is. Not recognised again. */
	partialMask(value: string): string;
}

const CONTEXT_CHARACTERS = 40;

/**
 * How strongly the words before a position speak for a reading: 0 when none does, up to 0.25 when one stands right before.
 * @param words a global expression
 */
export function contextBonus(text: string, start: number, words: RegExp): number {
	const before = text.slice(Math.max(0, start - CONTEXT_CHARACTERS), start);
	const last = [...before.matchAll(words)].at(-1);
	if (!last) return 0;
	const distance = before.length - last.index - last[0].length;
	return 0.25 * (1 - distance / CONTEXT_CHARACTERS);
}
