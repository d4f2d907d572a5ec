import { isForeign, type Origin, toOrigin } from '../../../ports/memory';
import { askPersonName } from '../tools/open-toolbox';
import type { TrailEntry } from './trail-entry';

export const listOrigins = (entries: TrailEntry[]): Origin[] => [...new Set(entries.flatMap(readOrigins))];

/** A person's answer is not such a text, unless marked so; nor is the result of a trusted tool. */
function readOrigins(entry: TrailEntry): Origin[] {
	if (entry.kind === 'tool-finished')
		return ['ok', 'error'].includes(entry.outcome) && !entry.trusted && entry.tool !== askPersonName ? ['tool'] : [];
	if (entry.kind === 'decision') return entry.origins ?? [];
	if (entry.kind !== 'prepared') return [];
	const { passages, turns, summaryFrom = [], memories = [], origins = [], foreignPrompt } = entry;
	const remembered = memories.flatMap(({ labels }) => (labels && isForeign(labels) ? [labels.source] : []));
	return [
		...origins,
		...(foreignPrompt?.origins ?? []),
		...turns.flatMap(({ from = [] }) => from),
		...summaryFrom,
		...remembered.map(toOrigin),
		...(passages.every(({ trusted }) => trusted) ? [] : ['document' as const]),
	];
}
