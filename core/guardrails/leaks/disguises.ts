import { shiftLetters } from '../../base/text/shift-letters';
import { decodeRuns } from '../injection/decode-runs';
import { fold } from '../injection/fold';
import { sameOffsets } from '../injection/reading';
import { unescape } from '../injection/unescape';

const tag = /<[^<>]{0,200}>/g;
const digits: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };

/** Letters for comparison: no tags, accents, case, spaces, numbers or signs; digits become look-alike letters. */
export const readLetters = (text: string): string =>
	fold(text.replace(tag, ''))
		.text.replace(/[^\p{L}]/gu, '')
		.replaceAll('l', 'i');

const deepest = 2;

/** Lists disguised readings: spelled, between tags and numbers, in digits, backwards, encoded. */
export function listDisguises(text: string, depth = 0): string[] {
	const letters = readLetters(text);
	const spelled = readLetters(text.replace(/[013457@$!]/g, (sign) => digits[sign]!));
	const encoded = depth < deepest ? decodeRuns(text).flatMap((run) => listDisguises(run.text, depth + 1)) : [];
	return [letters, spelled, [...letters].reverse().join(''), readLetters(shiftLetters(fold(text).text)), ...encoded];
}

/** Decodes entities and escapes, and normalises letters and signs, as a page would. */
export const showPlain = (text: string): string => (unescape(text, sameOffsets)?.text ?? text).normalize('NFKC');
