import { type DigitGroups, joinGroups, mayHaveSlips, mendSlips, readDigitGroups } from '../digit-groups';
import { chatMessageStart } from './labelled';
import { columnInserted, headingAbove } from './table-heading';
import { fold } from './fold-word';
import type { Meaning, Phrase, WordList } from './word-list';

/** Reach of words, in code units. */
const before = 64;
const after = 36;
/** Remaining effect of a word beyond a sentence or line, and beyond another number. */
const beyondSentence = 0.45;
const otherBeyondSentence = 0.25;
const beyondNumber = 0.4;
const followingScore = 0.8;
const hint = 0.75;
const heading = 0.9;

/** Strength of a meaning around a value, and of the strongest other; 0 to 1. */
interface Say {
	for: number;
	/** 0 unless another meaning is stronger than the requested one. */
	against: number;
	/** The stronger meaning is not personal data: an order, an invoice. */
	nobodys: boolean;
}

class WordIndex {
	#raised?: Set<Meaning>;

	constructor(
		private readonly text: string,
		private readonly starts: readonly number[],
		private readonly ends: readonly number[],
		private readonly phrases: readonly Phrase[],
	) {}

	mention(meaning: Meaning): boolean {
		return this.phrases.some(({ meanings }) => meanings.includes(meaning));
	}

	/** Without a word that indicates the meaning or hints at it, words only lower a value's score. */
	canRaise(meaning: Meaning): boolean {
		if (!this.#raised) {
			this.#raised = new Set();
			for (const { meanings, hints } of this.phrases) for (const one of [...meanings, ...hints]) this.#raised.add(one);
		}
		return this.#raised.has(meaning);
	}

	sayFor(meaning: Meaning, start: number, end: number): Say {
		let own = 0;
		let otherType = 0;
		let nobodys = 0;
		const weigh = (at: number, strength: number, listed = strength): void => {
			const { meanings, hints } = this.phrases[at]!;
			if (meanings.includes(meaning)) own = Math.max(own, listed);
			else if (hints.includes(meaning)) own = Math.max(own, strength * hint);
			else if (meanings.includes('OTHER')) nobodys = Math.max(nobodys, strength);
			else if (meanings.length > 0) otherType = Math.max(otherType, strength);
		};
		const behind = this.#firstFrom(start);
		for (let at = behind - 1; at >= 0 && start - this.ends[at]! < before; at--) {
			// From here on, no word is strong enough to change the result.
			if (1 - (start - this.ends[at]!) / before <= own) break;
			if (this.ends[at]! <= start) weigh(at, ...this.#strengthBefore(at, start, end));
		}
		for (let at = behind; at < this.starts.length && this.starts[at]! - end < after; at++) {
			if (followingScore * (1 - (this.starts[at]! - end) / after) <= own) break;
			if (this.starts[at]! >= end) weigh(at, this.#strengthBehind(end, at));
		}
		if (own < heading) for (const at of this.#findHeadingWords(start, end)) weigh(at, heading);
		const other = Math.max(otherType, nobodys);
		return other > own ? { for: own / 2, against: other, nobodys: nobodys > own } : { for: own, against: 0, nobodys: false };
	}

	#findHeadingWords(start: number, end: number): number[] {
		const heading = this.starts.length > 0 ? (headingAbove(this.text, start, end) ?? columnInserted(this.text, start)) : undefined;
		const words: number[] = [];
		if (!heading) return words;
		for (let at = this.#firstFrom(heading.start); at < this.starts.length && this.ends[at]! <= heading.end; at++) words.push(at);
		return words;
	}

	/** For all its meanings, and for its own: `her SSN (536-22-8726) and his (536228727)` identifies both as SSNs. */
	#strengthBefore(word: number, start: number, valueEnd: number): [of: number, own: number] {
		const end = this.ends[word]!;
		const abbreviated = this.text[end] === '.' && !letter.test(this.text[end - 2] ?? '');
		const between = removeMessageStart(this.text.slice(end + Number(abbreviated), start));
		const near = 1 - between.length / before;
		if (onlyMarks.test(between)) return [near, near];
		const beyond = this.phrases[word]!.meanings.includes('OTHER') ? otherBeyondSentence : beyondSentence;
		const inSentence = near * (sentenceEnd.test(between) ? beyond : 1);
		if (!longNumber.test(between)) return [inSentence, inSentence];
		const listed = listEnd.exec(between)?.[1]!.replace(/\D/g, '').length ?? 0;
		const own = digitsIn(this.text, start, valueEnd);
		const isPhone = this.phrases[word]!.meanings.includes('PHONE_NUMBER') && Math.min(listed, own) > 7 && Math.max(listed, own) < 14;
		const isListed = listed === own || isPhone;
		return [inSentence * beyondNumber, isListed ? inSentence : inSentence * beyondNumber];
	}

	/** A word with a value after it belongs to that value: `… 11987654321, CPF 529…`. */
	#strengthBehind(end: number, at: number): number {
		const between = this.text.slice(end, this.starts[at]);
		const follows = ownValue.test(this.text.slice(this.ends[at], this.ends[at]! + 16));
		const separated = sentenceEnd.test(between) || longNumber.test(between) || apart.test(between) || between.includes(';');
		return followingScore * (1 - between.length / after) * (follows ? 0.2 : 1) * (separated ? beyondSentence : 1);
	}

	#firstFrom(position: number): number {
		let low = 0;
		let high = this.starts.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.starts[middle]! < position) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

const removeMessageStart = (between: string): string => (between.includes('\n') ? between.replace(nextMessage, '\n') : between);
const nextMessage = new RegExp(chatMessageStart, 'u');
/** Abbreviations of "number" do not end a sentence. */
const sentenceEnd = /(?<!\b(?:n|no|nr|num|cod))[.!?;]\s|\n/i;
/** A label above its value, or a question before it: `CPF:\n529…`, `CPF? 529…`. */
const onlyMarks = /^(?:\.|\s?[._]{3,48})?[\s:=?\-#>*"'([|]*$/;
/** A comma separates, except before a clause that identifies the value: `1234567, que é o meu RG`. */
const apart = /,(?! (?:que|which) (?:é|eh|is) )/;
const longNumber = /\d[\d.\-/ ]{3,24}\d/;
/** Several numbers after one word: of equal length (except phones with and without area), separated by a comma or a conjunction, with their owner. */
const listEnd = /(?:^|[^\d.\-/ ])[.\-/ ]{0,3}(\d[\d.\-/ ]{3,24}\d)[)"']{0,2}(?:[,;/&]| and| e| or| ou)[^\d.!?;:]{0,20}$/i;
const digitsIn = (text: string, start: number, end: number): number => text.slice(start, end).replace(/\D/g, '').length;
const ownValue = /^[\s:.=#\-"'(]{0,6}(?:n[.oº°]{0,2}\s?)?[\d([]/;
const letter = /\p{L}/u;

function readWords(text: string, list: WordList): WordIndex {
	const words = splitWords(text, list);
	const [starts, ends, phrases]: [number[], number[], Phrase[]] = [[], [], []];
	for (let at = 0; at < words.starts.length; at++) {
		const phrase = phraseAt(text, words, at, list);
		if (!phrase) continue;
		starts.push(words.starts[at]!);
		at += phrase.words.length - 1;
		ends.push(words.ends[at]!);
		phrases.push(phrase);
	}
	return new WordIndex(text, starts, ends, phrases);
}

/** Words can be separated by three characters, as in `c.p.f.`, `título_de_eleitor` or `registro  geral`. */
function phraseAt(text: string, { starts, ends }: Words, at: number, list: WordList): Phrase | undefined {
	const start = starts[at]!;
	const end = ends[at]!;
	return list.find(text, start, end)?.find(({ words }) =>
		words.every((word, offset) => {
			const from = starts[at + offset]!;
			if (offset === 0) return true;
			const before = ends[at + offset - 1]!;
			return from - before <= 3 && fold(text.slice(from, ends[at + offset])) === word && !/\d/.test(text.slice(before, from));
		}),
	);
}

interface Words {
	starts: number[];
	ends: number[];
}

/** Returns runs of letters, and the parts of unknown camel-case keys: `customerCpf`. Creates no strings. */
function splitWords(text: string, list: WordList): Words {
	const words: Words = { starts: [], ends: [] };
	for (let at = 0; at < text.length; at++) {
		if (!isLetter(text, at)) continue;
		const start = at;
		let humped = false;
		for (let before = 0; at < text.length && isLetter(text, at); at++) {
			const code = text.charCodeAt(at);
			humped ||= before >= 0x61 && before <= 0x7a && code >= 0x41 && code <= 0x5a;
			before = code;
		}
		if (humped) addHumps(text, start, at, words, list);
		else add(words, start, at);
	}
	return words;
}

function add({ starts, ends }: Words, start: number, end: number): void {
	starts.push(start);
	ends.push(end);
}

function addHumps(text: string, start: number, end: number, words: Words, list: WordList): void {
	if (list.find(text, start, end)) return add(words, start, end);
	let from = start;
	for (let at = start + 1; at < end; at++) {
		// `nomeCPF`, `CPFTitular`
		const begins = isUpper(text, at) && (!isUpper(text, at - 1) || (at + 1 < end && !isUpper(text, at + 1)));
		if (!begins) continue;
		add(words, from, at);
		from = at;
	}
	add(words, from, end);
}

/** By UTF-16 code unit: 0 unknown, 1 a letter, 2 not a letter, 3 a capital letter. Letters beyond the first plane occur in no label. */
const letters = new Uint8Array(0x10000);

const isLetter = (text: string, at: number): boolean => (letterKind(text, at) & 1) !== 0;
const isUpper = (text: string, at: number): boolean => letterKind(text, at) === 3;

function letterKind(text: string, at: number): number {
	const code = text.charCodeAt(at);
	return (letters[code] ||= !letter.test(text[at]!) ? 2 : capital.test(text[at]!) ? 3 : 1);
}

const capital = /\p{Lu}/u;

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
