import { withoutCitations } from '../../../knowledge/grounding';
import { hasTools } from '../tools/open-toolbox';
import type { Run } from '../run/run';
import { findWrittenCall } from './find-written-call';
import { asksForJson } from './asks-for-json';
import { announcesWork } from './announces-work';
import { findContentDefect } from './find-content-defect';
import { thinksAloud } from './thinks-aloud';
import { hasPart, judgesWording } from './judges-wording';
import type { AnswerDefect } from './answer-defect';

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
	if (hasPart(run, 'usable') && isEmpty(text) && !(emptyValue.test(text) && asksForData(run))) return 'blank';
	const call = findWrittenCall(run, text);
	if (call) return call;
	if (judgesWording(run, 'usable') && hasTools(run.parts) && announcesWork(text, definition.prompt)) return 'announced';
	if (judgesWording(run, 'usable') && thinksAloud(text)) return 'thoughts';
	return findContentDefect(run, text);
}

const isEmpty = (text: string): boolean =>
	!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(withoutCitations(text).replace(/^\s*\[\d+\]/, ''));

/** An empty list or object, which is an answer to who asks for one: there is none. */
const emptyValue = /^\s*(?:`{3}\w*\s*)?(?:\[\s*\]|\{\s*\})(?:\s*`{3})?\s*$/;
const asksForData = (run: Run): boolean =>
	asksForJson(run) ||
	/(?<!\p{L})(?:lists?|arrays?|objects?|listas?|vetor|objetos?)(?!\p{L})/iu.test(run.context.given?.messages?.at(-1) ?? '');
