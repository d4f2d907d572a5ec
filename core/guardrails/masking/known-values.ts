import type { Match } from '../../ports/guardrails/match';
import { joinMatches } from './read-text';

/** A person's known value that was not found in a text. */
export interface KnownValue {
	type: string;
	value: string;
}

const leastLength = 2;
const leastPart = 3;
const leastAnyCase = 4;
/** In characters: V8 does not optimize longer patterns. */
const maxPattern = 10_000;
const particles = new Set(['and', 'das', 'del', 'der', 'des', 'dos', 'los', 'van', 'von']);
const letters = ['aáàâãä', 'cç', 'eéèêë', 'iíìîï', 'nñ', 'oóòôõö', 'uúùûü'];
const spellings = new Map(letters.flatMap((ways) => [...ways].map((letter) => [letter, `[${ways}]\\p{M}*`])));

/** Finds the values as words in a text; of a person's name also each word, short ones only capitalized. */
export function createKnownFinder(values: readonly KnownValue[]): (text: string) => Match[] {
	const sources = new Map<string, { type: string; flags: string; words: Set<string> }>();
	const add = (type: string, flags: string, word: string) => {
		const key = `${type} ${flags}`;
		const source = sources.get(key) ?? { type, flags, words: new Set() };
		sources.set(key, { ...source, words: source.words.add(word) });
	};
	for (const { type, value } of values) {
		const whole = value.trim();
		if (whole.length >= leastLength) add(type, 'giu', toSource(type, whole));
		for (const part of listParts(type, whole)) {
			if (part.length >= leastAnyCase) add(type, 'giu', toSource(type, part));
			else for (const word of [part[0]!.toUpperCase() + part.slice(1), part.toUpperCase()]) add(type, 'gu', toSource('', word));
		}
	}
	const patterns = [...sources.values()].flatMap(({ type, flags, words }) =>
		joinSources([...words]).map((joined) => ({ type, pattern: new RegExp(joined, flags) })),
	);
	return (text) => {
		const matches = patterns.flatMap(({ type, pattern }) =>
			[...text.matchAll(pattern)].map(({ 0: match, index }) => ({ type, start: index, end: index + match.length, score: 1 })),
		);
		return joinMatches(matches, []);
	};
}

function listParts(type: string, name: string): string[] {
	if (type !== 'PERSON') return [];
	const parts = name.normalize('NFC').split(/[^\p{L}\p{M}'’-]+/u);
	return parts.filter((part) => part.length >= leastPart && !particles.has(part.toLowerCase()));
}

function joinSources(words: string[]): string[] {
	const [joined, begun]: [string[], string[]] = [[], []];
	let length = 0;
	const end = () => {
		if (begun.length > 0) joined.push(String.raw`(?<![\p{L}\p{N}])(?:${begun.splice(0).join('|')})(?![\p{L}\p{N}])`);
		length = 0;
	};
	for (const word of words.toSorted((one, other) => other.length - one.length)) {
		if (length + word.length > maxPattern) end();
		begun.push(word);
		length += word.length;
	}
	end();
	return joined;
}

function toSource(type: string, value: string): string {
	const words = value.normalize('NFC').split(/\s+/);
	return words.map((word) => (type === 'PERSON' ? [...word].map(spell).join('') : escape(word))).join(String.raw`\s+`);
}

const spell = (letter: string): string => spellings.get(letter.toLowerCase()) ?? escape(letter);
const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
