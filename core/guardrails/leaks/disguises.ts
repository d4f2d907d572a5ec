import { decodeRuns } from '../injection/decode-runs';
import { fold } from '../injection/fold';

const tag = /<[^<>]{0,200}>/g;
const digits: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };

/** Returns the letters of a text, as they are compared: without tags, accents, capitals, spaces, numbers and signs. Letters that digits stand for are one. */
export const readLetters = (text: string): string =>
	fold(text.replace(tag, ''))
		.text.replace(/[^\p{L}]/gu, '')
		.replaceAll('l', 'i');

/** Lists what a text can say in disguise: spelled, between tags and numbers, in digits, backwards, or encoded. */
export function listDisguises(text: string): string[] {
	const letters = readLetters(text);
	const spelled = readLetters(text.replace(/[013457@$!]/g, (sign) => digits[sign]!));
	return [letters, spelled, [...letters].reverse().join(''), ...decodeRuns(text).map((run) => readLetters(run.text))];
}
