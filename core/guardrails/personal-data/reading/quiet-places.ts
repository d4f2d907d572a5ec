import { matchBounds } from '../match-bounds';

/**
 * Finds where a growing text can be cut: between two plain words, with only plain words within `matchBounds.words`. No match crosses such a place, and
 * later text does not change the matches before it. It depends on the text alone, not on how it is split.
 */
export class QuietPlaces {
	/** The last such place so far; initially 0. */
	last = 0;
	/** The end of the last word that can be part of a match; before the text if there is none. */
	loudEnd = -matchBounds.words;
	#word = '';
	#length = 0;
	#lastEnd = 0;
	#lastPlain = true;
	/** Lengths of the last words, the latest first. */
	#lengths: number[] = [];

	/** @param names whether names of people are searched for: a capitalised word can then be part of a match */
	constructor(private readonly names: boolean) {}

	/** Reads the next code unit of the text. */
	read(unit: string): void {
		if (space.test(unit)) this.end();
		else if (this.#word.length <= maxWordLength) this.#word += unit;
		this.#length++;
	}

	/** Ends the current word. */
	end(): void {
		if (this.#word === '') return;
		const plain = isPlain(this.#word, this.names);
		const start = this.#length - this.#word.length;
		this.#lengths = [this.#word.replaceAll(notLetter, '').length, ...this.#lengths.slice(0, 2)];
		const apart = plain && this.#lastPlain && !beginsGroups(this.#lengths);
		if (apart && this.#lastEnd - this.loudEnd >= matchBounds.words) this.last = start;
		if (!plain) this.loudEnd = this.#length;
		this.#lastPlain = plain;
		this.#lastEnd = this.#length;
		this.#word = '';
	}
}

/** A byte order mark, which JavaScript counts as space, is not read, so it separates nothing. */
const space = /[^\S\ufeff]/;
const maxWordLength = 24;
const plain = /^[("'“‘«]?\p{L}\p{M}?(?:[\p{L}\p{M}]|[-'’](?=\p{L}))*[)"'”’»]?[.,;:!?…]{0,3}$/u;
/** A company's number can be written in letters, `TY DEP WGP/PXJR-57`. */
const capitals = /^\P{L}*\p{Lu}{2,}\P{L}*$/u;
/** Months, and words for the characters of a spelled-out address. */
const speaking =
	/^\P{L}*(?:at|arroba|dot|ponto|jan|feb|fev|mar|apr|abr|may|mai|jun|jul|aug|ago|sep|sept|set|oct|out|nov|dec|dez|(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|(?:setem|outu|novem|dezem)bro)\P{L}*$/iu;
const partOfAName = /\p{Lu}|^(?:d[aeiou]s?|del|de|la|las|los|van|von|der|den|y|e|bin|ibn|al|el)$/u;

const notLetter = /[^\p{L}\p{M}]/gu;

/** Checks that the last words can be the first groups of a company's number in letters, `zl tlh hcf/3as6-52`. */
function beginsGroups([last, second, third]: number[]): boolean {
	return last === 3 && (second === 2 || (second === 3 && third === 2));
}

function isPlain(written: string, names: boolean): boolean {
	if (written.length > maxWordLength) return false;
	const word = written.normalize('NFKC'); // as it is searched: full-width letters also spell addresses
	return plain.test(word) && !capitals.test(word) && !speaking.test(word) && !(names && partOfAName.test(word));
}
