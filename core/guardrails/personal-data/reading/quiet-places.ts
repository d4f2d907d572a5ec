import { matchBounds } from '../match-bounds';

/**
 * Finds cut points of a growing text: between plain words, with only plain words within `matchBounds.words`. No match crosses one, and later text
 * does not change earlier matches. Depends on the text alone, not on its pieces.
 */
export class QuietPlaces {
	/** Initially 0. */
	last = 0;
	/** End of the last word that can be in a match; before the text if there is none. */
	loudEnd = -matchBounds.words;
	#word = '';
	#length = 0;
	#lastEnd = 0;
	#lastPlain = true;
	#lengths: number[] = [];

	/** @param names people's names are searched for: a capitalised word can then be in a match */
	constructor(private readonly names: boolean) {}

	read(unit: string): void {
		if (space.test(unit)) this.end();
		else if (this.#word.length <= maxWordLength) this.#word += unit;
		this.#length++;
	}

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

/** JavaScript counts the byte order mark as space, but it separates nothing. */
const space = /[^\S\ufeff]/;
const maxWordLength = 24;
const plain = /^[("'“‘«]?\p{L}\p{M}?(?:[\p{L}\p{M}]|[-'’](?=\p{L}))*[)"'”’»]?[.,;:!?…]{0,3}$/u;
/** A company's number can have letters, `TY DEP WGP/PXJR-57`. */
const capitals = /^\P{L}*\p{Lu}{2,}\P{L}*$/u;
const speaking =
	/^\P{L}*(?:at|arroba|dot|ponto|jan|feb|fev|mar|apr|abr|may|mai|jun|jul|aug|ago|sep|sept|set|oct|out|nov|dec|dez|(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|(?:setem|outu|novem|dezem)bro)\P{L}*$/iu;
const partOfAName = /\p{Lu}|^(?:d[aeiou]s?|del|de|la|las|los|van|von|der|den|y|e|bin|ibn|al|el)$/u;

const notLetter = /[^\p{L}\p{M}]/gu;

/** True for possible first groups of a company's number with letters, `zl tlh hcf/3as6-52`. */
function beginsGroups([last, second, third]: number[]): boolean {
	return last === 3 && (second === 2 || (second === 3 && third === 2));
}

function isPlain(written: string, names: boolean): boolean {
	if (written.length > maxWordLength) return false;
	const word = written.normalize('NFKC'); // In the searched form: full-width letters also spell addresses.
	return plain.test(word) && !capitals.test(word) && !speaking.test(word) && !(names && partOfAName.test(word));
}
