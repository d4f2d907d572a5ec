import type { Token } from '../tokens';

/** Words of a sentence that are judged together; longer ones are cut. */
const maxUnit = 40;
/** Sentences that are judged together. */
const maxUnits = 3;

/** Tokens from `first` up to, but without, `end`. */
export interface TokenRange {
	first: number;
	end: number;
}

/** Returns one, two and three sentences from each sentence on: an attack in a long mail is as visible as one alone. */
export function listWindows(tokens: readonly Token[]): TokenRange[] {
	const units = listUnits(tokens);
	return units.flatMap(({ first }, at) => units.slice(at, at + maxUnits).map(({ end }) => ({ first, end })));
}

function listUnits(tokens: readonly Token[]): TokenRange[] {
	const units: TokenRange[] = [];
	let first = 0;
	for (let at = 1; at <= tokens.length; at++) {
		if (at < tokens.length && tokens[at]!.sentence === tokens[first]!.sentence && at - first < maxUnit) continue;
		units.push({ first, end: at });
		first = at;
	}
	return units;
}
