import { joinSensitivity, type Sensitivity } from '../../../ports/sensitivity';
import type { TrailEntry } from './trail-entry';

/** Returns the labels of passages, memories, earlier turns, the message, and called agents' answers. */
export const listSensitivity = (entries: TrailEntry[]): Sensitivity | undefined => joinSensitivity(entries.flatMap(readEntry));

function readEntry(entry: TrailEntry): Array<Sensitivity | { class?: string; trust?: string } | undefined> {
	if (entry.kind === 'tool-finished') return [entry.sensitivity, ...(entry.found?.passages ?? []).map(({ labels }) => labels)];
	if (entry.kind !== 'prepared') return [];
	const { passages, turns, memories = [] } = entry;
	return [entry.sensitivity, ...turns.map(({ sensitivity }) => sensitivity), ...[...passages, ...memories].map(({ labels }) => labels)];
}
