import type { AgentParts } from '../agents/agent-parts';
import type { RunRecorder } from '../ports/runs/run-records';

/** Returns the parts of an agent whose runs, and those of the agents that it calls, are recorded. */
export const withRecords = (parts: AgentParts, records: RunRecorder): AgentParts => ({
	...parts,
	records,
	members: parts.members?.map((member) => ({ ...member, open: async (trail) => withRecords(await member.open(trail), records) })),
});

/** A recorded answer costs nothing again. */
export const withoutCost = (records: RunRecorder): RunRecorder => ({
	...records,
	end: (runId, end) => records.end(runId, { ...end, usage: end.usage && { ...end.usage, costUsd: 0 } }),
});
