import { citeStatements } from '../../../knowledge/cite-statements';
import { cutRepetitions } from '../../../knowledge/cut-repetitions';
import { notCoveredMark } from '../../../knowledge/grounding';
import type { Run } from '../run/run';

/** Whether the product adds citations to answers that need them and have none. */
function cites({ parts: { definition } }: Run): boolean {
	return definition.knowledge?.citations === 'required' && !definition.output;
}

/** Adds the citations that a model left out, as far as the passages it was given say what it says. */
export function citeAnswer(run: Run, text: string): string {
	if (!cites(run) || text.includes(notCoveredMark)) return text;
	return citeStatements(text, run.trail.recorded('prepared')?.passages ?? []);
}

/** Does the same for a stream. Where citations are required, nothing can be shown before the whole answer is known. */
export async function* citeStream(run: Run, pieces: AsyncIterable<string>): AsyncGenerator<string> {
	let text = '';
	for await (const piece of pieces) {
		if (cites(run)) text += piece;
		else yield piece;
	}
	yield citeAnswer(run, cutRepetitions(text) ?? text);
}
