import type { PersonalDataType } from '../../agents/agent-definition';
import type { Match } from '../../ports';
import { normalize } from './normalize';
import { recognizers } from './recognizers';

/** Personal data of the given types in a text as people write it: in order, without overlaps, in the text's own UTF-16 offsets. */
export function findPersonalData(text: string, types: readonly PersonalDataType[]): Match[] {
	const normalized = normalize(text);
	const found = types.flatMap((type) => recognizers[type].find(normalized.text));
	return resolveOverlaps(found.map((match) => ({ ...match, ...normalized.toOriginal(match.start, match.end) })));
}

/** Readings that overlap become one match over all they cover, so that nothing recognised stays behind; the strongest reading names it. */
function resolveOverlaps(matches: Match[]): Match[] {
	const resolved: Match[] = [];
	let strongest: Match | undefined;
	for (const match of matches.sort((a, b) => a.start - b.start || b.end - a.end || compare(a.type, b.type))) {
		const previous = resolved.at(-1);
		if (!previous || !strongest || match.start >= previous.end) {
			resolved.push({ ...match });
			strongest = match;
			continue;
		}
		previous.end = Math.max(previous.end, match.end);
		if (isStronger(match, strongest)) {
			strongest = match;
			previous.type = match.type;
			previous.score = match.score;
		}
	}
	return resolved;
}

function isStronger(a: Match, b: Match): boolean {
	return (a.score - b.score || a.end - a.start - (b.end - b.start)) > 0;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
