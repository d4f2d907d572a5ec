import type { RunEnd, RunSearches } from '../../ports/runs/run-records';
import type { RunSearch } from '../agent-outcome';
import { listSearches } from '../loop/trail/list-searches';
import type { TrailEntry } from '../loop/trail/trail-entry';

/** The passages were there, and the model said that they do not have the answer. */
const notCovered = 'not-covered';

/** Lists the collections that a run searched, and whether they had an answer. A called agent has a run of its own. */
export function listSearched(entries: readonly TrailEntry[], { reason }: Pick<RunEnd, 'reason'>): RunSearches[] {
	const searches = Map.groupBy(entries.flatMap(searchesOf), ({ collection }) => collection);
	const asked = reason === notCovered ? listAsked(entries, [...searches.keys()]) : [];
	return [...searches].map(([collection, some]) => ({ collection, isUnanswered: asked.includes(collection) || foundNothing(some) }));
}

/** The passages that a model judges are those of its message. Of several collections that only its tools searched, nobody knows which should have the answer. */
function listAsked(entries: readonly TrailEntry[], searched: readonly string[]): readonly string[] {
	const prepared = entries.flatMap((entry) => (entry.kind === 'prepared' ? listSearches(entry) : []));
	if (prepared.length > 0) return prepared.map(({ collection }) => collection);
	return searched.length === 1 ? searched : [];
}

function searchesOf(entry: TrailEntry): RunSearch[] {
	if (entry.kind === 'prepared') return listSearches(entry);
	return entry.kind === 'tool-finished' && entry.search ? [entry.search] : [];
}

/** A model that finds nothing asks with other words; each question of a message is the customer's own. */
const foundNothing = (searches: readonly RunSearch[]): boolean =>
	searches.every(({ passages }) => passages === 0) ||
	searches.some(({ ofQuestion, passages }) => ofQuestion !== undefined && passages === 0);
