import { reach } from '../reach';

/**
 * Finds where a growing text can be cut: between two plain words, with only plain words within the reach of words. No match crosses such a place, and
 * later text does not change the matches before it. It depends on the text alone, not on how it is split.
 */
export class QuietPlaces {
	/** The last such place so far; initially 0. */
	last = 0;
	/** The end of the last word that can be part of a match; before the text if there is none. */
	loudEnd = -reach.words;
	#word = '';
	#length = 0;
	#lastEnd = 0;
	#lastPlain = true;

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
		if (plain && this.#lastPlain && this.#lastEnd - this.loudEnd >= reach.words) this.last = start;
		if (!plain) this.loudEnd = this.#length;
		this.#lastPlain = plain;
		this.#lastEnd = this.#length;
		this.#word = '';
	}
}

const space = /\s/;
const maxWordLength = 24;
const plain = /^[("'“‘«]?\p{L}\p{M}?(?:[\p{L}\p{M}]|[-'’](?=\p{L}))*[)"'”’»]?[.,;:!?…]{0,3}$/u;
/** A company's number can be written in letters, `TY DEP WGP/PXJR-57`. */
const capitals = /^\P{L}*\p{Lu}{2,}\P{L}*$/u;
/** Months, and words for the characters of a spelled-out address. */
const speaking =
	/^\P{L}*(?:at|arroba|dot|ponto|jan|feb|fev|mar|apr|abr|may|mai|jun|jul|aug|ago|sep|sept|set|oct|out|nov|dec|dez|(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|(?:setem|outu|novem|dezem)bro)\P{L}*$/iu;
const partOfAName = /\p{Lu}|^(?:d[aeiou]s?|del|de|la|las|los|van|von|der|den|y|e|bin|ibn|al|el)$/u;

function isPlain(word: string, names: boolean): boolean {
	return (
		word.length <= maxWordLength && plain.test(word) && !capitals.test(word) && !speaking.test(word) && !(names && partOfAName.test(word))
	);
}
