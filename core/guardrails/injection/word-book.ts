/** The classes of a word, and the word that it stands for. */
export interface ClassifiedWord {
	word: string;
	classes: readonly number[];
	/** Digits were replaced by letters. */
	leet?: boolean;
}

/** The words that a reader of texts looks for. */
export interface WordBook {
	/** Looks up a folded word, as it is or as what it stands for. */
	classify(raw: string): ClassifiedWord;
	/** True for a word that is in the book without any change. */
	isKnown(word: string): boolean;
}

const leet: Record<string, string> = {
	'0': 'o',
	'1': 'i',
	'2': 'z',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'6': 'g',
	'7': 't',
	'8': 'b',
	'9': 'g',
	'@': 'a',
	$: 's',
	'!': 'i',
	'|': 'l',
};

/** Returns the readings of a word in which digits and signs are letters; empty for a word that is too long, or only of digits. */
export function readLeet(word: string): string[] {
	if (word.length < 2 || word.length > 20 || !/[a-z]/.test(word)) return [];
	const plain = word.replace(/[0-9@$!|]/g, (character) => leet[character]!);
	return [plain, plain.replace(/i/g, 'l'), word.replace(/[0-9@$!|]/g, (c) => (c === '1' ? 'l' : leet[c]!))];
}
