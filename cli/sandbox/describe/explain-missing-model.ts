import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { extractiveModel } from '../../../core/ports/models/extractive-model';

/** Says that no model was asked: the reply then quotes the documents, which looks like an answer. Returns nothing where a model answered or failed. */
export function explainMissingModel({ usage, degraded }: Pick<AgentOutcome, 'usage' | 'degraded'>, replay: string | undefined): string[] {
	if (usage.model !== extractiveModel || degraded) return [];
	return replay === undefined
		? [
				"warning: No model was asked: none of the agent's providers has a key here. The reply quotes documents.",
				'fix: Set a key, such as OPENAI_API_KEY, or pass --stand-in openai.',
			]
		: [
				`warning: No model was asked: ${replay} was recorded without one. The reply quotes documents.`,
				'fix: Record the case again with a model: set a key, such as OPENAI_API_KEY, or pass --stand-in openai.',
			];
}
