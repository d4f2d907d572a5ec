import { withoutAccents } from './word-hashes';

/** Lists the words of a name, such as `hotel_address` or `hotelAddress`, or of a sentence, in lower case and without accents. */
export const listWords = (written: string): string[] =>
	withoutAccents(written.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
		.split(/[^\p{L}]+/u)
		.filter((word) => word.length > 1);

const isPlural = (many: string, noun: string): boolean => [`${noun}s`, `${noun}es`, noun.replace(/y$/, 'ies')].includes(many);

/** Returns whether two words are the same, in the singular or the plural. */
export const isSameNoun = (one: string, other: string): boolean => one === other || isPlural(one, other) || isPlural(other, one);

/** Returns whether a sentence has each of these words, which are one or more. */
export const hasNouns = (sentence: readonly string[], nouns: readonly string[]): boolean =>
	nouns.length > 0 && nouns.every((noun) => sentence.some((word) => isSameNoun(word, noun)));
