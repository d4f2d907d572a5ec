import type { Match } from '../../../../ports/guardrails/match';
import { normalize } from '../../reading/normalize';
import { feature, type ReadableText } from '../../reading/readable-text';
import type { Recognizer } from '../../recognizer';
import words from './words/mac-address.json';

/** IEEE 802: 48 bits, or 64 (EUI-64), in octets or Cisco's groups of four digits. The look-behind is one character long. */
const octets =
	/(?<![\p{L}\p{N}_]|(?<![\p{L}\p{N}])[\dA-Fa-f]{2}[:-])[\dA-Fa-f]{2}([:-])\n?(?:[\dA-Fa-f]{2}\1\n?){4}(?:[\dA-Fa-f]{2}\1\n?[\dA-Fa-f]{2}\1\n?)?[\dA-Fa-f]{2}(?![\p{L}\p{N}_]|[:-][\dA-Fa-f]{2})/uy;
const dotted = /(?<![\p{L}\p{N}_.-])[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}(?![\p{L}\p{N}_]|[.-][\dA-Fa-f])/uy;
const bare = /(?<![\p{L}\p{N}_.-])(?=[\dA-Fa-f]{0,11}[A-Fa-f])(?=[\dA-Fa-f]{0,11}\d)[\dA-Fa-f]{12}(?![\p{L}\p{N}_])/uy;

const hexadecimal = /^[\dA-Fa-f]+$/;

export const macAddress: Recognizer = {
	type: 'MAC_ADDRESS',
	name: { en: 'MAC address', pt: 'endereço MAC' },
	label: 'MAC',
	...words,
	needs: ({ has, digits, text }) => text.length > 11 && ((has & (feature.colon | feature.dash | feature.dot)) !== 0 || digits > 0),
	find(text) {
		const matches: Match[] = [];
		for (const separator of ':-') collect(text, octets, startsOf(text.text, separator, 2), scoreOctets, matches);
		collect(text, dotted, startsOf(text.text, '.', 4), scoreDotted, matches);
		const runs = text.longRuns.filter(({ start, end }) => end - start === 12 && hexadecimal.test(text.text.slice(start, end)));
		if (runs.length > 0 && word.test(text.text)) {
			const starts = runs.map(({ start }) => start);
			collect(text, bare, starts, (_, said) => (said > 0.5 ? 0.6 : 0), matches);
		}
		return matches;
	},
	canonical: (value) => readDigits(value),
	partialMask(value) {
		const digits = readDigits(value);
		return `${digits.slice(0, 6).match(/../g)!.join(':')}:**:**:**`;
	},
};

const word = /(?<!\p{L})(?:mac(?!\p{L})|mac[_ ]?addr|hwaddr|lladdr|bssid|(?:hardware|physical) address|endere[cç]o f[ií]sico)/iu;

/** Finds starts of groups by pairs of separators at the right distance. Few texts have such a pair, so this is faster than the expressions. */
function* startsOf(text: string, separator: string, length: number): Iterable<number> {
	for (let at = text.indexOf(separator, length); at >= 0; at = text.indexOf(separator, at + 1)) {
		const next = at + length + 1;
		if (text[next] === separator || (text[at + 1] === '\n' && text[next + 1] === separator)) yield at - length;
	}
}

function collect(
	{ text, words }: ReadableText,
	pattern: RegExp,
	starts: Iterable<number>,
	score: (value: string, said: number) => number,
	matches: Match[],
): void {
	let from = 0;
	for (const start of starts) {
		if (start < from) continue;
		pattern.lastIndex = start;
		const value = pattern.exec(text)?.[0];
		if (value === undefined) continue;
		const end = (from = start + value.length);
		const scored = isNobodys(value) ? 0 : score(value, words.sayFor('MAC_ADDRESS', start, end).for);
		if (scored > 0) matches.push({ type: 'MAC_ADDRESS', start, end, score: scored });
	}
}

const isNobodys = (value: string): boolean => /^(?:0+|f+)$/i.test(readDigits(value));

/** Digits alone with dashes are mostly lottery numbers and dates, which do not begin with zeros. */
function scoreOctets(value: string, said: number): number {
	if (/[a-f]/i.test(value)) return value.includes(':') || said > 0 ? 1 : 0.95;
	if (said > 0) return 0.95;
	return value.includes(':') || value.startsWith('00') ? 0.6 : 0;
}

function scoreDotted(value: string, said: number): number {
	if (/[a-f]/i.test(value) && /\d/.test(value)) return 0.95;
	return said > 0.3 ? 0.85 : 0;
}

function readDigits(value: string): string {
	return normalize(value)
		.text.toLowerCase()
		.replace(/[^\da-f]/g, '');
}
