import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import type { AgentRequest } from '../../agent-request';
import { openRunLog } from './run-log';
import { nameMemberRun } from './member-run-name';
import { findVault } from '../waiting/waiting-vaults';
import { type StartPoint, asStartPoint, readTrail, storesTrails } from './start-point';
import { resume } from './resume-run';
import type { Caller } from './run';

export async function findStartPoint(request: AgentRequest, parts: AgentParts, runId: string, state?: RunState): Promise<StartPoint> {
	const { conversationId, person } = request;
	if (parts.mode === 'replay') {
		const recorded = readTrail(request.trail);
		return { runId: recorded[0].runId, conversationId, recorded, decisions: [] };
	}
	if (request.resume && state) return resume(request, state, request.resume, parts);
	const log = storesTrails(parts) ? await openRunLog(parts.runs!, runId, conversationId, person) : undefined;
	return { runId, conversationId, person, recorded: log?.recorded ?? [], decisions: [], ...(log && asStartPoint(log)) };
}

/** A called agent writes its trail into its caller's. */
export function startCalled({ conversationId, person }: AgentRequest, caller: Caller): StartPoint {
	const { recorded, decisions } = caller;
	const waited = recorded.findLast((entry) => entry.kind === 'suspended');
	return {
		...{ runId: nameMemberRun(caller), conversationId, person, recorded, decisions },
		log: caller.log,
		vault: waited && findVault(waited.id),
	};
}
