import type { Language } from '../../core/base/text/languages';
import { extractContentWords } from '../../core/words/terms';
import { listKeys } from '../doers/concepts';
import { listTasks } from '../tree/list-tasks';
import { setsApproved } from '../draw/outline/limit-approval';
import { writeStep } from '../draw/outline/write-step';
import type { PlanTree, Task } from '../tree/plan-tree';
import { findGroup } from '../wish/find-people';
import { findVerb } from '../wish/find-verb';
import { takeTime } from './hand-over';

/** The doer of a step from now on. */
interface SaidDoer {
	text: string;
	/** A duration of ISO 8601. */
	due?: string;
	/** The activity, as a step is named. */
	name: string;
	approves: boolean;
	/** The doer before. */
	before?: string;
}

const instead = /^(.{1,200}?)\s+(?:instead of|rather than|em vez d[eoa]s?|em lugar d[eoa]s?|no lugar d[eoa]s?)\s+(.{1,60})$/iu;

/** Reads `finance pays the invoice`, also with a time and `instead of the clerk`. */
export function readDoer(request: string, language: Language): SaidDoer | undefined {
	const [, said = request, before = ''] = instead.exec(request) ?? [];
	const { text, due } = takeTime(said, language);
	const verb = findVerb(text, language);
	const step = writeStep(text, language);
	if (!verb || step.kind === 'node' || !step.isNamed) return undefined;
	const group = findGroup(before, language);
	return {
		...{ text: step.who ?? text.slice(0, verb.subjectEnd), name: step.name, approves: step.approves },
		...(due !== undefined && { due }),
		...(group !== undefined && { before: group }),
	};
}

/** Finds the only step that such words name: the activity is the same, and so is everything that is said of it. */
export function findTask(tree: PlanTree, { name, approves, before }: SaidDoer): Task | undefined {
	const said = extractContentWords(name).map(listKeys);
	const isSame = (task: Task) => {
		const known = new Set(extractContentWords(task.name).flatMap(listKeys));
		return said.every((keys) => keys.some((key) => known.has(key))) || (approves && setsApproved(task));
	};
	const tasks = listTasks(tree.do);
	const found = tasks.filter((task) => isSame(task) && (before === undefined || !('who' in task) || task.who === before));
	return found.length === 1 ? found[0] : undefined;
}
