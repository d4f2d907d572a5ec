import type { IDataObject } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { Citation } from '../../../core/knowledge/grounding';
import { linkRun } from '../../shared/console-links';
import { listMasked } from './list-hints';

export type ItemDetail = 'full' | 'simple' | 'tool';

/**
 * The same fields for every kind, with `reason`, `limit` or `guardrail` if present. `output` is the structured answer, else the reply again: n8n's
 * chat reads it there. @param sources of the reply, for `output`, in a chat
 */
export function toItem(outcome: AgentOutcome, detail: ItemDetail = 'full', sources = ''): IDataObject {
	const { kind, reply, output = reply + sources, ...rest } = outcome;
	if (detail === 'full') return { output, reply, outcome: kind, ...rest, ...linkRun(rest.runId) };
	const simple = {
		...explainOutcome(outcome),
		...(outcome.sensitivity && { sensitivity: outcome.sensitivity }),
		...(outcome.citations.length > 0 && { citations: outcome.citations.map(readable) }),
	};
	if (detail === 'tool') return { output, outcome: kind, ...simple };
	const { conversationId, runId, usage, planned } = outcome;
	const masked = listMasked(outcome);
	return {
		output,
		reply,
		outcome: kind,
		...simple,
		...(outcome.origins && { origins: outcome.origins }),
		...(outcome.degraded && { degraded: outcome.degraded }),
		...(masked.length > 0 && { masked }),
		...listExempted(outcome),
		citations: outcome.citations.map(readable),
		...(outcome.support && { support: outcome.support.score }),
		...(planned && { planned }),
		conversationId,
		runId,
		...linkRun(runId),
		model: usage.model,
		costUsd: usage.costUsd,
		...('state' in outcome && {
			pending: outcome.pending,
			decideBy: outcome.decideBy,
			whenTimedOut: outcome.whenTimedOut,
			state: outcome.state,
		}),
	};
}

/** Guardrails with a finding that the facts exempt. */
function listExempted({ guardrails }: AgentOutcome): IDataObject {
	const exempted = guardrails.filter((event) => event.exempted !== undefined).map(({ guardrail }) => guardrail);
	return exempted.length > 0 ? { exempted: [...new Set(exempted)] } : {};
}

function explainOutcome(outcome: AgentOutcome): IDataObject {
	switch (outcome.kind) {
		case 'reply':
			return {};
		case 'needs-human':
			return { reason: outcome.reason };
		case 'blocked':
			return { guardrail: outcome.guardrail, reason: outcome.reason };
		case 'limit-reached':
			return { limit: outcome.limit, partial: outcome.partial };
	}
}

/** Leaves out the passage's position, which only machines need. */
function readable({ number, title, page, text }: Citation): IDataObject {
	return { number, title, ...(page !== undefined && { page }), text };
}
