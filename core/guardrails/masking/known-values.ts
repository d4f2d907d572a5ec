import type { Match } from '../../ports/guardrails/match';
import { joinMatches } from './read-text';

/** A value that is a person's, as somebody knows who has not found it in a text. */
export interface KnownValue {
	type: string;
	value: string;
}

const maxValues = 200;
const [leastLength, maxLength, leastPart] = [2, 200, 3];
/** Between the names of a person, in Portuguese, Spanish and others. */
const particles = new Set(['and', 'das', 'del', 'der', 'des', 'dos', 'los', 'van', 'von']);

/** Returns a finder of the values, wherever they stand as words in a text; of the name of a person, also of each capitalized word. */
export function createKnownFinder(values: readonly KnownValue[]): (text: string) => Match[] {
	const patterns = values
		.filter(({ value }) => value.trim().length >= leastLength)
		.slice(0, maxValues)
		.flatMap(({ type, value }) => [
			{ type, pattern: toPattern(value.trim().slice(0, maxLength), 'giu') },
			...listParts(type, value).map((part) => ({ type, pattern: toPattern(part, 'gu') })),
		]);
	return (text) => {
		const matches = patterns.flatMap(({ type, pattern }) =>
			[...text.matchAll(pattern)].map(({ 0: match, index }) => ({ type, start: index, end: index + match.length, score: 1 })),
		);
		return joinMatches(matches, []);
	};
}

function listParts(type: string, name: string): string[] {
	if (type !== 'PERSON') return [];
	const parts = name.slice(0, maxLength).split(/[^\p{L}\p{M}'’-]+/u);
	const names = parts.filter((part) => part.length >= leastPart && !particles.has(part.toLowerCase()));
	return names.map((part) => part[0]!.toUpperCase() + part.slice(1));
}

const toPattern = (value: string, flags: string) =>
	new RegExp(String.raw`(?<![\p{L}\p{N}])${value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)}(?![\p{L}\p{N}])`, flags);
