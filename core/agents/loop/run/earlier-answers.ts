/** Answers of earlier turns as a model reads them: the numbers in them are those of passages that it does not have any more. */
import { withoutCitations } from '../../../knowledge/grounding';
import { markCitations, withoutSourceMarks } from '../../../knowledge/source-marks';
import type { AgentDefinition } from '../../definition/agent-definition';
import { readsPassages } from '../../definition/cited-searches';

/** An agent without passages gets no marks: nothing removes one that it copies. Where it has no team, a number in brackets is its own. */
export function tellAnswer(reply: string, { knowledge, tools }: Pick<AgentDefinition, 'knowledge' | 'tools'>): string {
	if (readsPassages({ knowledge, tools })) return markCitations(reply);
	return tools?.define?.some(({ kind }) => kind === 'agent') ? withoutCitations(reply) : reply;
}

/** A summary tells what was said, not where it is written. */
export const tellSummary = (summary: string): string => withoutSourceMarks(withoutCitations(summary));
