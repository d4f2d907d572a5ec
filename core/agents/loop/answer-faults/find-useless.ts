import { withoutCitations } from '../../../knowledge/grounding';
import { hasTools } from '../tools/open-toolbox';
import type { Run } from '../run/run';
import { findWrittenCall } from './find-written-call';
import { announcesWork } from './announces-work';
import { findUnfit } from './find-unfit';
import { thinksAloud } from './thinks-aloud';
import type { Useless } from './useless';

/** Finds why nobody can use an answer, whatever guardrails say. An answer is read before the model is asked again, and when it is judged. */
export function findUseless(run: Run, text: string): Useless | undefined {
	const { context, toolbox, useless: known } = run;
	const { given } = context;
	if (!known || known.text !== text || known.given !== given || known.toolbox !== toolbox)
		run.useless = { text, given, toolbox, found: readUseless(run, text) };
	return run.useless!.found;
}

function readUseless(run: Run, text: string): Useless | undefined {
	const { definition } = run.parts;
	if (definition.output) return undefined;
	if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(withoutCitations(text).replace(/^\s*\[\d+\]/, ''))) return 'blank';
	const call = findWrittenCall(run, text);
	if (call) return call;
	if (hasTools(run.parts) && announcesWork(text)) return 'announced';
	if (thinksAloud(text)) return 'thoughts';
	return findUnfit(run, text);
}
