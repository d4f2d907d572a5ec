import { restsOnResults } from '../../../knowledge/support/rests-on-results';
import type { Run } from '../run/run';

/** Returns whether an answer that cites nothing has to: one that only asks back does not, nor one that rests on the results of tools beside a search. */
export function owesCitation({ context, parts: { definition } }: Run, answer: string): boolean {
	const { passages } = context;
	return !restsOnResults(answer, definition.knowledge?.citations === 'required' ? { passages } : context);
}
