import { citeStatements } from '../../../knowledge/cite-statements';
import { unifyCitations } from '../../../knowledge/citation-forms';
import { cutRepetitions } from '../../../llm/repetitions/cut-repetitions';
import { areCitationsBorneOut } from '../../../knowledge/support/measure-support';
import { notCoveredMark, unifyMark, withoutCitations } from '../../../knowledge/grounding';
import { citeMarked } from '../../../knowledge/source-marks';
import type { Run } from '../run/run';
import { listPassages } from '../trail/list-passages';

/**
 * Adds missing citations where the given passages support the text. A model asked for them can put numbers behind anything: then they count only if
 * the passages support them.
 */
export function citeAnswer(run: Run, step: number, answer: string): string {
	if (!run.context.mustCite || answer.includes(notCoveredMark)) return answer;
	const passages = listPassages(run);
	const text = unifyCitations(citeMarked(answer, passages), run.context.passages.length);
	const message = run.trail.recorded('prepared')?.message;
	if (run.citesAgain === step && !areCitationsBorneOut(text, run.context.passages, message)) return withoutCitations(text);
	return citeStatements(text, passages);
}

/** Same for a stream. If citations are required, nothing can be shown before the whole answer is known. */
export async function* citeStream(run: Run, step: number, pieces: AsyncIterable<string>): AsyncGenerator<string> {
	let text = '';
	for await (const piece of pieces) {
		if (run.context.mustCite) text += piece;
		else yield piece;
	}
	const [shown = ''] = unifyMark(cutRepetitions(text) ?? text).split(notCoveredMark);
	yield citeAnswer(run, step, shown);
}
