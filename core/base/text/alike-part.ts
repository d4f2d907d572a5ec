/** Letters that SQLite's `lower` leaves unchanged. */
const foreignLetter = /(?!\p{ASCII})[\p{Lu}\p{Ll}\p{Lt}]/u;

/** Longest lower-case part that every database finds in any spelling: `-da-silva` of `josé-da-silva`. Empty matches all texts. */
export const findAlikePart = (text: string): string =>
	text.split(foreignLetter).reduce((longest, part) => (part.length > longest.length ? part : longest), '');
