import { withoutCitations } from '../../../knowledge/grounding';
import { hasTools } from '../tools/open-toolbox';
import type { Run } from '../run/run';
import { findWrittenCall } from './find-written-call';
import { announcesWork } from './announces-work';
import { findContentDefect } from './find-content-defect';
import { thinksAloud } from './thinks-aloud';
import type { AnswerDefect } from './answer-defect';

/** Finds why nobody can use an answer, whatever guardrails say. An answer is read before the model is asked again, and when it is judged. */
export function findAnswerDefect(run: Run, text: string): AnswerDefect | undefined {
	const { context, toolbox, defect: known } = run;
	const { given } = context;
	if (!known || known.text !== text || known.given !== given || known.toolbox !== toolbox)
		run.defect = { text, given, toolbox, found: readAnswerDefect(run, text) };
	return run.defect!.found;
}

function readAnswerDefect(run: Run, text: string): AnswerDefect | undefined {
	const { definition } = run.parts;
	if (definition.output) return undefined;
	if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(withoutCitations(text).replace(/^\s*\[\d+\]/, ''))) return 'blank';
	const call = findWrittenCall(run, text);
	if (call) return call;
	if (hasTools(run.parts) && announcesWork(text, definition.prompt)) return 'announced';
	if (thinksAloud(text)) return 'thoughts';
	return findContentDefect(run, text);
}
