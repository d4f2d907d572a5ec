import { withoutAccents } from './word-hashes';

/** Splits a name, such as `hotel_address` or `hotelAddress`, or a sentence into lower-case words without accents. */
export const listWords = (written: string): string[] =>
	withoutAccents(written.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
		.split(/[^\p{L}]+/u)
		.filter((word) => word.length > 1);

const isPlural = (many: string, noun: string): boolean => [`${noun}s`, `${noun}es`, noun.replace(/y$/, 'ies')].includes(many);

/** Ignores singular and plural. */
export const isSameNoun = (one: string, other: string): boolean => one === other || isPlural(one, other) || isPlural(other, one);

/** False without nouns. */
export const hasNouns = (sentence: readonly string[], nouns: readonly string[]): boolean =>
	nouns.length > 0 && nouns.every((noun) => sentence.some((word) => isSameNoun(word, noun)));
