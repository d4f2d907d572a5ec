import type { Match } from '../../ports/guardrails/match';
import { normalize } from './reading/normalize';
import { personalDataTypes } from './types';

const rank = new Map<string, number>(personalDataTypes.map((type, rank) => [type, rank]));

/**
 * Selects one reading for each place. The strongest stays unchanged; the uncovered rest of a weaker one keeps its type. A URL gives way to values
 * inside it, except for its own host. @returns in order, without overlaps
 */
export function resolveOverlaps(matches: Match[], text: string): Match[] {
	const ordered = matches.sort((a, b) => a.start - b.start || b.end - a.end);
	const resolved: Match[] = [];
	for (let from = 0; from < ordered.length;) {
		let to = from + 1;
		let end = ordered[from]!.end;
		while (to < ordered.length && ordered[to]!.start < end) end = Math.max(end, ordered[to++]!.end);
		if (to === from + 1) resolved.push(ordered[from]!);
		else resolved.push(...resolveCluster(ordered.slice(from, to)));
		from = to;
	}
	return resolved.filter(({ start, end }) => something.test(normalize(text.slice(start, end)).text));
}

/** `::` is the IP address of any host. */
const something = /[\p{L}\p{N}]|^::$/u;

/** A cluster of more readings is one long run of look-alikes, made to slow this down: it becomes one match. */
const maxReadings = 64;

function resolveCluster(cluster: Match[]): Match[] {
	if (cluster.length > maxReadings) {
		const end = cluster.reduce((furthest, match) => Math.max(furthest, match.end), 0);
		return [{ ...cluster.toSorted(strongestFirst)[0]!, start: cluster[0]!.start, end }];
	}
	const byStrength = mergeTwins(cluster).sort(strongestFirst);
	const selected: Match[] = [];
	for (const match of byStrength.filter((candidate) => !byStrength.some((other) => isWithin(candidate, other)))) {
		selected.push(...remainders(match, selected));
	}
	return selected.sort((a, b) => a.start - b.start);
}

/** A part yields to a nearly as strong whole: the middle of a card's number is not a phone number. */
function isWithin(part: Match, whole: Match): boolean {
	if ((whole.type === 'URL' && part.type !== 'IP_ADDRESS') || part.start < whole.start || part.end > whole.end) return false;
	return part.end - part.start < whole.end - whole.start && part.score - nearly <= whole.score;
}

const nearly = 0.2;

function strongestFirst(a: Match, b: Match): number {
	return (
		Number(a.type === 'URL') - Number(b.type === 'URL') ||
		b.score - a.score ||
		b.end - b.start - (a.end - a.start) ||
		(rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0) ||
		a.start - b.start
	);
}

/** Joins overlapping matches of equal type and score, in the order of their starts: `ana@example.comana@example.com`. */
function mergeTwins(ordered: readonly Match[]): Match[] {
	const merged: Match[] = [];
	for (const match of ordered) {
		const twin = merged.find(({ type, score, end }) => type === match.type && score === match.score && match.start < end);
		if (twin) twin.end = Math.max(twin.end, match.end);
		else merged.push({ ...match });
	}
	return merged;
}

function remainders(match: Match, stronger: readonly Match[]): Match[] {
	let pieces = [match];
	for (const { start, end } of stronger) {
		pieces = pieces.flatMap((piece) => {
			if (end <= piece.start || start >= piece.end) return [piece];
			return [
				{ ...piece, end: Math.min(piece.end, start) },
				{ ...piece, start: Math.max(piece.start, end) },
			].filter((rest) => rest.end > rest.start);
		});
	}
	return pieces;
}
