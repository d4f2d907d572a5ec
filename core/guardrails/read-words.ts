type Lines = string | readonly string[];

/** Separated by white space; with a meaning if the name of the class does not say it. */
export type Words = Lines | { means: string; words: Lines };

export function readWords(words: Words): string {
	return [typeof words === 'object' && 'words' in words ? words.words : words].flat().join(' ');
}
