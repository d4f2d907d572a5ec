type Lines = string | readonly string[];

/** The words of a class as a file has them, separated by white space, with their meaning if the name of the class does not say it. */
export type Words = Lines | { means: string; words: Lines };

/** Returns the words of a class in one line. */
export function readWords(words: Words): string {
	return [typeof words === 'object' && 'words' in words ? words.words : words].flat().join(' ');
}
