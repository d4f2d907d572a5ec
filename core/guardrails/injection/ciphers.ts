import type { Reading } from './reading';
import type { Token } from './tokens';
import { isKnown, wordsOf } from './vocabulary';

const SHORTEST = 5;
const FEWEST_KEYS = 2;
/** What an enciphered word would be in clear: a shift of the alphabet from 1 to 25, or `reversed`. */
const keys = new Map<string, string>();
for (const word of ['DROP', 'RULES', 'PRIOR', 'REVEAL', 'SYSTEM'].flatMap((name) => wordsOf(name as 'DROP'))) {
	if (word.length < SHORTEST) continue;
	for (let shift = 1; shift < 26; shift++) if (!isKnown(shifted(word, shift))) keys.set(shifted(word, shift), String(26 - shift));
	const reversed = [...word].reverse().join('');
	if (!isKnown(reversed)) keys.set(reversed, 'reversed');
}

/** The whole text as its cipher's key reads it: rot13 and its like, or backwards. Nothing when fewer than two of its words betray a key. */
export function decipher(reading: Reading, tokens: Token[]): Reading[] {
	const votes = new Map<string, Set<string>>();
	for (const { word, classes } of tokens) {
		const key = classes.length === 0 ? keys.get(word) : undefined;
		if (key) votes.set(key, (votes.get(key) ?? new Set()).add(word));
	}
	return [...votes].filter(([, words]) => words.size >= FEWEST_KEYS).map(([key]) => clear(reading, key));
}

function clear({ text, toOriginal }: Reading, key: string): Reading {
	if (key !== 'reversed')
		return { text: shifted(text, Number(key)), toOriginal, disguise: key === '13' ? 'encoded-rot13' : 'encoded-caesar' };
	const length = text.length;
	// Word by word or as a whole: read both, one after the other would lose the positions.
	const backwards = [...text].reverse().join('');
	return { text: backwards, disguise: 'reversed-text', toOriginal: (start, end) => toOriginal(length - end, length - start) };
}

function shifted(text: string, shift: number): string {
	return text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + shift) % 26) + 97));
}
