import { restsOnResults } from '../../../knowledge/support/rests-on-results';
import type { Run } from '../run/run';

/** Whether an answer that cites nothing has to: after a search, one that only asks back, or rests on the results of other tools, does not. */
export function owesCitation({ context, parts: { definition } }: Run, answer: string): boolean {
	return definition.knowledge?.citations === 'required' || !restsOnResults(answer, context);
}
