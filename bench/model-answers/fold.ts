/** Returns a text in lower case without accents, marks and spaces that make no difference. */
export const fold = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[*_`“”"#|]/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.toLowerCase();

/** Splits a text into its sentences and lines, folded; a decimal point ends none. */
export const foldSentences = (text: string): string[] =>
	text
		.split(/(?<=[.!?;])\s+|\n+/)
		.map(fold)
		.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
