export interface ClassifiedWord {
	word: string;
	classes: readonly number[];
	leet?: boolean;
}

export interface WordBook {
	classify(raw: string): ClassifiedWord;
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

export function readLeet(word: string): string[] {
	if (word.length < 2 || word.length > 20 || !/[a-z]/.test(word)) return [];
	const plain = word.replace(/[0-9@$!|]/g, (character) => leet[character]!);
	return [plain, plain.replace(/i/g, 'l'), word.replace(/[0-9@$!|]/g, (c) => (c === '1' ? 'l' : leet[c]!))];
}
