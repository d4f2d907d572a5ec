import { shiftLetters } from '../../base/text/shift-letters';
import { fold } from './fold';
import { MappedText, type OffsetMap, type Reading } from './reading';
import type { Token } from './tokens';
import { isKnown, type WordClass, listWords } from './vocabulary';

const common = 'you are the and with your this that not all must voce que uma com sem para como agora suas seu isso todas tudo nao';
const keyClasses: WordClass[] = ['DROP', 'RULES', 'PRIOR', 'REVEAL', 'SYSTEM'];
const shortest = 5;
const enough = 3;
const longWord = 1.5;

interface CipherKey {
	key: string;
	weight: number;
}

let keys: Map<string, CipherKey> | undefined;

/** Built at the first text: thousands of words would slow down loading. */
function makeKeys(): Map<string, CipherKey> {
	const created = new Map<string, CipherKey>();
	const add = (word: string, key: string, weight: number): void => {
		if (!isKnown(word) && !created.has(word)) created.set(word, { key, weight });
	};
	for (const word of keyClasses.flatMap(listWords)) {
		if (word.length < shortest) continue;
		for (let shift = 1; shift < 26; shift++) add(shiftLetters(word, shift), String(26 - shift), longWord);
		add([...word].reverse().join(''), 'reversed', longWord);
	}
	for (const word of common.split(' ')) {
		add(shiftLetters(word, 13), '13', 1);
		add([...word].reverse().join(''), 'reversed', 1);
	}
	return created;
}

/** Deciphers a text in rot13 or similar, or backwards. Undefined if too few words indicate a key. */
export function decipher(text: string, outer: OffsetMap, tokens: Token[]): Reading[] {
	keys ??= makeKeys();
	const votes = new Map<string, number>();
	const seen = new Set<string>();
	for (const { word, classes } of tokens) {
		const cipherKey = classes.length === 0 && !seen.has(word) ? keys.get(word) : undefined;
		if (!cipherKey) continue;
		seen.add(word);
		votes.set(cipherKey.key, (votes.get(cipherKey.key) ?? 0) + cipherKey.weight);
	}
	return [...votes].filter(([, votes]) => votes >= enough).map(([key]) => clear(text, outer, key));
}

function clear(text: string, outer: OffsetMap, key: string): Reading {
	if (key === 'reversed') {
		const backwards = new MappedText();
		let end = text.length;
		for (const character of [...text].reverse())
			backwards.add(character, end - character.length, (end -= character.length) + character.length);
		return { ...fold(backwards.text, backwards.mapThrough(outer)), disguise: 'reversed-text' };
	}
	return { ...fold(shiftLetters(text.toLowerCase(), Number(key)), outer), disguise: key === '13' ? 'encoded-rot13' : 'encoded-caesar' };
}
