import type { IDataObject } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { Citation } from '../../../core/knowledge/grounding';
import { linkRun } from '../../shared/console-links';
import { listMasked } from './list-hints';

/** Part of an outcome that the item holds: everything, what people and the next nodes need, or what a calling agent needs. */
export type ItemDetail = 'full' | 'simple' | 'tool';

/**
 * An outcome as an item's json: the same fields for every kind, with `reason`, `limit` or `guardrail` where the kind has it.
 * `output` is the object that the agent was to give, else the reply once more: n8n's chat looks for it there.
 * @param sources of the reply, for `output`, where a chat shows it
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

/** Guardrails that found something in a text that the facts exempt from them. */
function listExempted({ guardrails }: AgentOutcome): IDataObject {
	const exempted = guardrails.filter((event) => event.exempted !== undefined).map(({ guardrail }) => guardrail);
	return exempted.length > 0 ? { exempted: [...new Set(exempted)] } : {};
}

/** Explains why the outcome is not a plain reply. */
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

/** Leaves out the position of the passage in the document, which only machines need. */
function readable({ number, title, page, text }: Citation): IDataObject {
	return { number, title, ...(page !== undefined && { page }), text };
}
