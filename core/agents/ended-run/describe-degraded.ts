import { extractiveModel } from '../../ports/models/extractive-model';
import type { AgentOutcome } from '../agent-outcome';

/** Explains to an operator the replacement of a model's answer, with reason and fix. Undefined if a model answered. */
export function describeDegraded(outcome: AgentOutcome): string | undefined {
	const { degraded } = outcome;
	if (!degraded) return undefined;
	const end =
		outcome.kind === 'reply'
			? ', so the documents are quoted'
			: isNotCovered(outcome)
				? ', and the documents do not cover the question'
				: '';
	return `No model gave a usable answer${end}. ${degraded.message} ${degraded.fix ?? ''}`.trim();
}

const isNotCovered = (outcome: AgentOutcome): boolean => outcome.kind === 'needs-human' && outcome.reason === 'not-covered';

/** Tells an operator that no model was configured. Undefined if one was. */
export function describeUnasked({ kind, degraded, usage }: AgentOutcome): string | undefined {
	if (kind !== 'reply' || degraded || usage.model !== extractiveModel) return undefined;
	return 'No model is set up for this agent, so the reply quotes the documents.';
}
