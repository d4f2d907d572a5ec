import type { IDataObject } from 'n8n-workflow';
import type { AgentOutcome } from '../../core/agents/agent-outcome';

/** An outcome as an item's json: the same fields for every kind, with `reason`, `limit` or `guardrail` where the kind has it. */
export function toItem({ kind, reply, ...rest }: AgentOutcome): IDataObject {
	return { reply, outcome: kind, ...rest };
}
