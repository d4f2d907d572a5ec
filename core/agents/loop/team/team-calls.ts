import { mapTexts } from '../../../base/text/map-texts';
import { tokenInJson } from '../../../base/text/masked-token';
import { isFields } from '../../../base/is-fields';
import type { CountedCall } from '../../../tools/judge-limits';
import type { ReadyCall } from '../../../tools/read-call';
import { qualifyName } from '../../../tools/tool-names';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import { listCallers, nameCall } from './caller';

const findFirst = (run: Run): Run => listCallers(run).at(-1) ?? run;
const nameFor = ({ caller }: Run, callId: string): string => (caller ? `${nameCall(caller)}/${callId}` : callId);

/**
 * Reserves a planned call in the team's run, before any wait: parallel agents would not see each other's calls. @returns a function that lists
 * earlier calls of the team: begun, waiting for a person, or planned
 */
export function reserveCall(run: Run, { callId, tool, masked, input }: ReadyCall): () => Promise<CountedCall[]> {
	const { trail, held } = findFirst(run);
	const id = nameFor(run, callId);
	const planned = [...held.calls.values()];
	const own = planned.findIndex((call) => call.id === id);
	if (own < 0) held.calls.set(id, { id, names: tool.names, masked, input });
	const before = own < 0 ? planned : planned.slice(0, own);
	return async () => {
		const known = new Set([id, ...planned.map((call) => call.id)]);
		const recorded = listRecorded(trail.entries).filter((call) => !known.has(call.id));
		return [...(await Promise.all(recorded.map((call) => restore(run, call)))), ...before];
	};
}

export function releaseCall(run: Run, callId: string): void {
	findFirst(run).held.calls.delete(nameFor(run, callId));
}

/** Restores a call's values. Tokens of another agent's vault stay: such a call could be any. */
async function restore({ context }: Run, call: Omit<CountedCall, 'input'>): Promise<CountedCall> {
	const input = await mapTexts(call.masked, (text) => context.vault.restore(text));
	const isUnread = JSON.stringify(input).search(tokenInJson) >= 0;
	return { ...call, input, ...(isUnread && { isUnread }) };
}

/** Lists begun calls, with any outcome, and those that a person was asked about and did not decline. */
function listRecorded(entries: readonly TrailEntry[]): Array<Omit<CountedCall, 'input'>> {
	const calls = new Map<string, Omit<CountedCall, 'input'>>();
	const note = (id: string, tool: string, source: string, masked: unknown): string => {
		calls.set(id, { id, names: listNames(tool, source), masked: isFields(masked) ? masked : {} });
		return id;
	};
	const begun = new Set<string>();
	const read = (entry: TrailEntry, above: string): void => {
		if (entry.kind === 'called') read(entry.entry, `${above}${entry.callId}/`);
		if (entry.kind === 'suspended')
			for (const [index, asked] of entry.pending.entries())
				if (asked.kind === 'approval') note(above + asked.id, asked.tool, entry.sources[index] ?? '', asked.arguments);
		if (entry.kind === 'decision' && !entry.approved) calls.delete(above + entry.callId);
		if (entry.kind === 'tool-started') begun.add(note(above + entry.callId, entry.tool, entry.source, entry.arguments));
		// A result without a beginning says why the call was not made.
		if (entry.kind === 'tool-finished' && !begun.has(above + entry.callId)) calls.delete(above + entry.callId);
	};
	for (const entry of entries) read(entry, '');
	return [...calls.values()];
}

/** Lists the names of a tool: another agent can call it with or without its server's name. */
function listNames(tool: string, source: string): string[] {
	const prefix = qualifyName(source, '');
	return [tool, qualifyName(source, tool), ...(tool.startsWith(prefix) ? [tool.slice(prefix.length)] : [])];
}
