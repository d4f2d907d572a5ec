import type { RunEnd, RunSearches } from '../../ports/runs/run-records';
import type { RunSearch } from '../agent-outcome';
import { listSearches } from '../loop/trail/list-searches';
import type { TrailEntry } from '../loop/trail/trail-entry';

/** Passages were found, but the model said that they lack the answer. */
const notCovered = 'not-covered';

/** Lists the searched collections, and if they had an answer. A called agent has its own run. */
export function listSearched(entries: readonly TrailEntry[], { reason }: Pick<RunEnd, 'reason'>): RunSearches[] {
	const searches = Map.groupBy(entries.flatMap(searchesOf), ({ collection }) => collection);
	const asked = reason === notCovered ? listAsked(entries, [...searches.keys()]) : [];
	return [...searches].map(([collection, some]) => ({ collection, isUnanswered: asked.includes(collection) || foundNothing(some) }));
}

/** Only passages of the message are judged. With several collections searched only by tools, the expected one is unknown. */
function listAsked(entries: readonly TrailEntry[], searched: readonly string[]): readonly string[] {
	const prepared = entries.flatMap((entry) => (entry.kind === 'prepared' ? listSearches(entry) : []));
	if (prepared.length > 0) return prepared.map(({ collection }) => collection);
	return searched.length === 1 ? searched : [];
}

function searchesOf(entry: TrailEntry): RunSearch[] {
	if (entry.kind === 'prepared') return listSearches(entry);
	return entry.kind === 'tool-finished' && entry.search ? [entry.search] : [];
}

/** A model that finds nothing searches with other words; each question of a message is the customer's own. */
const foundNothing = (searches: readonly RunSearch[]): boolean =>
	searches.every(({ passages }) => passages === 0) ||
	searches.some(({ ofQuestion, passages }) => ofQuestion !== undefined && passages === 0);
