/** Returns a sentence without accents and signs, in lower case; a comma stays with its word, and a letter that is drawn out is one. */
export const toPlain = (sentence: string): string =>
	sentence
		.normalize('NFD')
		.replace(/[\p{M}'’]/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N},]+/gu, ' ')
		.replace(/(\p{L})\1{2,}/gu, '$1')
		.trim();
