import { toIdentity } from '../../base/to-identity';
import type { RunActs } from '../../ports/runs/run-records';
import type { ToolErrorCode } from '../../tools/tool-failure';
import type { TrailEntry } from '../loop/trail/trail-entry';
import { unwrapEntry } from '../loop/trail/unwrap-entry';

/** Replaces a name invented by the model: it can be a person's, and an entry stays for ever. */
const unknownTool = 'unknown';
const maxCalls = 50;
const maxDecisions = 50;
const maxNameCharacters = 200;

/** Lists the calls of a run and its called agents, and people's decisions, for the audit log: no arguments, no texts. */
export function listActs(entries: readonly TrailEntry[]): RunActs {
	const sources = new Map<string, string>();
	const asked = new Map<string, string>();
	const acts: RunActs = { calls: [], callCount: 0, decisions: [] };
	for (const entry of entries.map(unwrapEntry)) {
		if (entry.kind === 'tool-started' || entry.kind === 'tool-answered') sources.set(entry.callId, entry.source);
		if (entry.kind === 'suspended') for (const one of entry.pending) if (one.kind === 'approval') asked.set(one.id, one.tool);
		if (entry.kind === 'tool-finished') {
			acts.callCount++;
			const source = sources.get(entry.callId)?.slice(0, maxNameCharacters);
			const tool = entry.errorCode === ('TOOL_UNKNOWN' satisfies ToolErrorCode) ? unknownTool : entry.tool.slice(0, maxNameCharacters);
			const call = { tool, outcome: entry.outcome, ...(source !== undefined && { source }) };
			if (acts.calls.length < maxCalls) acts.calls.push(call);
		}
		if (entry.kind !== 'decision' && entry.kind !== 'agreed') continue;
		const [call, isApproved] = entry.kind === 'agreed' ? [entry.call, true] : [entry.callId, entry.approved];
		const tool = asked.get(call);
		if (tool === undefined || acts.decisions.length >= maxDecisions) continue;
		const { by, viewSha256, at } = entry;
		acts.decisions.push({ at: Date.parse(at), tool, isApproved, ...(by && { by: toIdentity(by) }), ...(viewSha256 && { viewSha256 }) });
	}
	return acts;
}
