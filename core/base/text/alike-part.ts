/** Letters that `lower` of SQLite does not write in lower case. */
const foreignLetter = /(?!\p{ASCII})[\p{Lu}\p{Ll}\p{Lt}]/u;

/**
 * Returns the longest part of a text in lower case that every database finds in any writing of it: `-da-silva` of `josé-da-silva`. Where it is empty, all
 * texts contain it.
 */
export const findAlikePart = (text: string): string =>
	text.split(foreignLetter).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
