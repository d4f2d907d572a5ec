import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

/** Lists the notes of the agent or a called one, for each call that handed over and was not refused. */
export const listHandedOver = (run: Pick<Run, 'trail' | 'toolbox'>): string[] => [...listOwn(run), ...listByMembers(run)];

function listOwn({ trail, toolbox }: Pick<Run, 'trail' | 'toolbox'>): string[] {
	const isDone = (entry: TrailEntry) => entry.kind === 'tool-finished' && toolbox?.byName.get(entry.tool)?.tool.actsLater;
	return listArguments(trail.entries, (entry) => Boolean(isDone(entry)));
}

/** Lists the same of called agents at any depth. @param callId of one call. Default: all */
export function listByMembers({ trail }: Pick<Run, 'trail'>, callId?: string): string[] {
	return listBelow(trail.entries, callId);
}

function listBelow(entries: readonly TrailEntry[], callId?: string): string[] {
	const called = entries.filter((entry) => entry.kind === 'called').filter((entry) => callId === undefined || entry.callId === callId);
	return [...Map.groupBy(called, (entry) => entry.callId).values()].flatMap((calls) => {
		const own = calls.map(({ entry }) => entry);
		return [...listArguments(own, (entry) => entry.kind === 'tool-finished' && entry.handsOver === true), ...listBelow(own)];
	});
}

function listArguments(entries: readonly TrailEntry[], handsOver: (entry: TrailEntry) => boolean): string[] {
	const isOk = (entry: TrailEntry) => entry.kind === 'tool-finished' && entry.outcome === 'ok' && handsOver(entry);
	const done = new Set(entries.flatMap((entry) => (isOk(entry) && 'callId' in entry ? [entry.callId] : [])));
	return entries.flatMap((entry) => (entry.kind === 'tool-started' && done.has(entry.callId) ? [JSON.stringify(entry.arguments)] : []));
}
