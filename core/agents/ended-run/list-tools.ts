import type { TrailEntry } from '../loop/trail/trail-entry';
import { unwrapEntry } from '../loop/trail/unwrap-entry';

/** Lists the called or pending tools of a run and its called agents. Leaves out names invented by the model. */
export function listTools(entries: readonly TrailEntry[]): string[] {
	const tools = entries.map(unwrapEntry).flatMap((entry) => {
		if (entry.kind === 'tool-started') return [entry.tool];
		return entry.kind === 'suspended' ? entry.pending.flatMap((one) => (one.kind === 'approval' ? [one.tool] : [])) : [];
	});
	return [...new Set(tools)];
}
