import type { AgentParts } from '../agents/agent-parts';
import type { RunRecorder } from '../ports/runs/run-records';

export const withRecords = (parts: AgentParts, records: RunRecorder): AgentParts => ({
	...parts,
	records,
	members: parts.members?.map((member) => ({ ...member, open: async (trail) => withRecords(await member.open(trail), records) })),
});

/** Recorded answers cost nothing again. */
export const withoutCost = (records: RunRecorder): RunRecorder => ({
	...records,
	end: (runId, end) => records.end(runId, { ...end, usage: end.usage && { ...end.usage, costUsd: 0 } }),
});
