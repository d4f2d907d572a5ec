import type { Language } from '../../../core/base/text/languages';
import { identifySurely } from '../../../core/base/text/language';
import type { Picture, Plan, Question } from '../../plan';
import type { Fault, PlanTree } from '../../tree/plan-tree';
import { importChecked } from './check-import';
import { explainWorkflow } from './explain-workflow';
import type { Imported } from './import-workflow';
import type { ImportedWorkflow } from './imported-workflow';
import { importWords } from './words';

/** What a plan of a workflow begins with. */
export interface WorkflowPicture {
	language: Language;
	picture: Picture;
	/** What the workflow does not say: at most two at once. */
	questions: Question[];
	later: Question[];
	/** Names the workflow, as the person's words. */
	wish: string;
	/** The workflow in plain words. */
	explained: string;
}

const maxAtOnce = 2;
const maxNamed = 5;

/** Explains a workflow, and finds what it does not say. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export async function readWorkflowWish(workflow: ImportedWorkflow, language?: Language): Promise<WorkflowPicture> {
	const spoken = language ?? identifySurely([workflow.name, ...workflow.nodes.map(({ name }) => name)].join('. ')) ?? 'en';
	const { imported } = await importChecked(workflow, spoken, {});
	const questions = listQuestions(imported, spoken);
	const wish = importWords[spoken].purpose(workflow.name);
	return {
		...{ language: spoken, wish, explained: explainWorkflow(workflow, imported, spoken) },
		picture: { goal: { text: wish, from: 'wish' } },
		...{ questions: questions.slice(0, maxAtOnce), later: questions.slice(maxAtOnce) },
	};
}

function listQuestions({ triggers, asks }: Imported, language: Language): Question[] {
	const { questions: texts, team } = importWords[language];
	const name = (nodes: string[]): string =>
		nodes
			.slice(0, maxNamed)
			.map((one) => `“${one}”`)
			.join(', ') + (nodes.length > maxNamed ? ', …' : '');
	const question = (id: 'rounds' | 'who' | 'key' | 'credential', slot: Question['slot'], usual: string): Question[] =>
		asks[id].length === 0 ? [] : [{ id, slot, ...texts[id](name(asks[id])), default: usual }];
	return [
		...(triggers.length > 1
			? [{ id: 'trigger', slot: 'trigger' as const, ...texts.trigger(triggers), choices: triggers.slice(0, 9), default: triggers[0]! }]
			: []),
		...question('who', 'approvals', team),
		...question('credential', 'systems', texts.none),
		...question('rounds', 'limits', '10'),
		...question('key', 'data', 'id'),
	];
}

/** What is still to ask of a workflow: the questions that are not answered. */
export const openQuestions = ({ answers }: Pick<Plan, 'answers'>, known: Question[] = []): Question[] =>
	known.filter(({ id, slot }) => !Object.hasOwn(answers, id) && !Object.hasOwn(answers, slot));

/** Draws the plan of a workflow. Who does its steps is chosen as for any other. */
export async function drawWorkflow({
	workflow,
	language,
	answers,
	picture,
}: Pick<Plan, 'language' | 'answers' | 'picture'> & { workflow: ImportedWorkflow }): Promise<{
	tree?: PlanTree;
	faults: Fault[];
	supposed: string[];
}> {
	const bySlot = { approvals: 'who', systems: 'credential', limits: 'rounds', data: 'key' } as Record<string, string>;
	const named = Object.fromEntries(Object.entries(answers).map(([id, text]) => [bySlot[id] ?? id, text]));
	const { tree, faults, imported } = await importChecked(workflow, language, named);
	const { said, whole } = imported;
	const supposed = Object.values(picture).flatMap(({ from, question, text }) =>
		from === 'supposed' && question !== undefined ? [`${question} ${text}`] : [],
	);
	return { ...(tree && { tree }), faults, supposed: [...supposed, ...said.map(({ text }) => text), ...whole] };
}
