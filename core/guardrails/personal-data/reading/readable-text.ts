import { type DigitGroups, joinGroups, mayHaveSlips, mendSlips, readDigitGroups } from '../digit-groups';
import { readWords, type WordIndex } from './word-index';
import type { WordList } from './word-list';

/** Kinds of characters, as bits: one look skips most recognisers. */
export const feature = { digit: 1, at: 2, colon: 4, dot: 8, slash: 16, dash: 32, upper: 64, letter: 128 } as const;

const letterOrDigit = feature.letter | feature.digit;
/** Shorter runs of letters and digits are words and numbers. */
const shortestRun = 12;

/** A normalised text for recognisers. Computes shared data at the first use. */
export class ReadableText {
	readonly has: number;
	readonly digits: number;
	readonly longRuns: ReadonlyArray<{ start: number; end: number }>;
	#madeGroups: DigitGroups | undefined;
	#madeJoined: DigitGroups | undefined | false = false;
	#madeWords: WordIndex | undefined;
	#slips: boolean | undefined;
	#madeReadings: readonly ReadableText[] | undefined;

	constructor(
		readonly text: string,
		private readonly wordList: WordList,
		readonly findEscapeSign: (at: number) => string,
	) {
		let has = 0;
		let digits = 0;
		const longRuns: Array<{ start: number; end: number }> = [];
		let runStart = 0;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			const kind = featureTable[code & 0x7f]!;
			if (kind === feature.digit) digits++;
			has |= kind;
			if ((kind & letterOrDigit) !== 0 && code < 0x80) continue;
			if (at - runStart >= shortestRun) longRuns.push({ start: runStart, end: at });
			runStart = at + 1;
		}
		if (text.length - runStart >= shortestRun) longRuns.push({ start: runStart, end: text.length });
		this.has = has;
		this.digits = digits;
		this.longRuns = longRuns;
	}

	get groups(): DigitGroups {
		return (this.#madeGroups ??= readDigitGroups(this.text));
	}

	/** Joined across a line break, or a space between single digits; undefined if there are none. */
	get joinedGroups(): DigitGroups | undefined {
		if (this.#madeJoined === false) this.#madeJoined = joinGroups(this.groups);
		return this.#madeJoined;
	}

	/** True if a scanner may have confused digits with letters. */
	get mayHaveSlips(): boolean {
		return (this.#slips ??= mayHaveSlips(this.text));
	}

	/** The text and, if letters are among digits, a reading of equal length with these as digits. For types that only a label identifies. */
	get readings(): readonly ReadableText[] {
		return (this.#madeReadings ??= this.#makeReadings());
	}

	#makeReadings(): readonly ReadableText[] {
		const mended = this.mayHaveSlips ? mendSlips(this.text) : undefined;
		return mended === undefined ? [this] : [this, new ReadableText(mended, this.wordList, this.findEscapeSign)];
	}

	get words(): WordIndex {
		return (this.#madeWords ??= readWords(this.text, this.wordList));
	}
}

/** By the lower seven bits: a character beyond ASCII can match by mistake, which costs a check but loses nothing. */
const featureTable = Uint8Array.from({ length: 0x80 }, (_, code) => {
	const character = String.fromCharCode(code);
	if (/\d/.test(character)) return feature.digit;
	if (/[A-Z]/.test(character)) return feature.upper | feature.letter;
	if (/[a-z]/.test(character)) return feature.letter;
	return { '@': feature.at, ':': feature.colon, '.': feature.dot, '/': feature.slash, '-': feature.dash }[character] ?? 0;
});
