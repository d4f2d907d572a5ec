import { countrySpecs } from 'ibantools';
import type { Match } from '../../../ports/guardrails/match';
import { normalize } from '../reading/normalize';
import type { Recognizer } from '../recognizer';
import { isAt, isWordAt, characterKind } from './characters';
import words from './words/iban-code.json';

const shortest = 15;
/** At most one separator between two characters; a line break can have spaces around it. */
const maxGap = 4;
const country = /[A-Za-z]{2} ?\d ?\d(?=[ \t.\-\r\n]{0,4}[A-Za-z\d])/g;

/** International bank account numbers (ISO 13616): length and structure by country, check digits modulo 97. */
export const ibanCode: Recognizer = {
	type: 'IBAN_CODE',
	name: { en: 'IBAN', pt: 'IBAN' },
	label: 'IBAN',
	...words,
	needs: ({ digits, text }) => digits >= 4 && text.length >= shortest,
	find({ text }) {
		const matches: Match[] = [];
		country.lastIndex = 0;
		for (let match = country.exec(text); match; match = country.exec(text)) {
			const start = match.index;
			const end = isWordAt(text, start - 1) || text[start - 1] === '_' ? undefined : ibanEnd(text, start);
			country.lastIndex = end ?? start + 1;
			if (end !== undefined) matches.push({ type: 'IBAN_CODE', start, end, score: 1 });
		}
		return matches;
	},
	canonical: (value) => compact(value),
	partialMask(value) {
		const iban = compact(value);
		return `${iban.slice(0, 4)} **** **** ${iban.slice(-4)}`;
	},
};

const compact = (value: string): string =>
	normalize(value)
		.text.toUpperCase()
		.replace(/[^A-Z\d]/g, '');

/** Characters by place, as bits of `characterKind`. */
type Structure = readonly number[];

const structures = new Map<string, Structure | undefined>();

/** Reads ISO 13616 structures (`^[A-Z]{4}[0-9]{14}$`), to exclude most texts by one look at each character. */
function parseStructure(country: string): Structure | undefined {
	if (structures.has(country)) return structures.get(country);
	const { chars: length, bban_regexp: expression } = countrySpecs[country] ?? {};
	const places = [...(expression ?? '').matchAll(/\[([^[\]]+)\](?:\{(\d+)\})?/g)].flatMap(({ 1: set = '', 2: times = '1' }) =>
		Array<number>(Number(times)).fill((set.includes('A-Z') ? characterKind.letter : 0) | (set.includes('0-9') ? characterKind.digit : 0)),
	);
	const structure =
		length === places.length + 4
			? [characterKind.letter, characterKind.letter, characterKind.digit, characterKind.digit, ...places]
			: undefined;
	structures.set(country, structure);
	return structure;
}

function ibanEnd(text: string, start: number): number | undefined {
	const structure = parseStructure(text.slice(start, start + 2).toUpperCase());
	const read = structure && readCharacters(text, start, structure);
	if (!read || isWordAt(text, read.end)) return undefined;
	// 98 minus a remainder is never 00, 01 or 99, although their remainder is right.
	return /^..(?:0[2-9]|[1-8]\d|9[0-8])/.test(read.iban) && modulo97(read.iban) === 1 ? read.end : undefined;
}

/** Reads as many letters and digits as the country's numbers have, in upper case. */
function readCharacters(text: string, start: number, structure: Structure): { iban: string; end: number } | undefined {
	let iban = '';
	let gap = 0;
	let at = start;
	for (; iban.length < structure.length; at++) {
		if (text.charCodeAt(at) < 0x80 && isAt(text, at, characterKind.letter | characterKind.digit)) {
			if (!isAt(text, at, structure[iban.length]!)) return undefined;
			iban += text[at]!;
			gap = 0;
		} else if (++gap > maxGap || !' \t.-\r\n'.includes(text[at] ?? '#')) return undefined;
	}
	return { iban: iban.toUpperCase(), end: at };
}

/** ISO 7064, MOD 97-10: the first four characters last, letters as 10 to 35. */
function modulo97(iban: string): number {
	let remainder = 0;
	for (let at = 0; at < iban.length; at++) {
		const code = iban.charCodeAt((at + 4) % iban.length);
		const value = code <= 0x39 ? code - 0x30 : code - 0x37;
		remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
	}
	return remainder;
}
