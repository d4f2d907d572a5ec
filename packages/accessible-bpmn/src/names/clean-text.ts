/** The names of elements are written by others, and can be of any length. */
const maxLength = 200;
/** Control characters, and the marks that let a text be shown or read in another direction than it is written. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]+/gu;

/** Returns a text of a model as one line that cannot change how the text around it is read. */
export function cleanText(text: unknown, max = maxLength): string {
	if (typeof text !== 'string') return '';
	// Enough is read to fill the result, however much white space there is.
	const line = text
		.slice(0, max * 10)
		.replace(unwanted, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	const characters = [...line];
	return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}
