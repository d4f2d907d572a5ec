import type { Language } from '../../core/base/text/languages';
import { listNames } from '../explain/list-data';
import type { Fault, Field, NodeStep, PlanTree, Task, UnsupportedStep } from '../tree/plan-tree';
import { listExpressions, walkBlocks } from '../tree/walk';
import { type ChosenDoers, rulesForPeople } from './choose-doers';
import { conversationField, listKnown } from './fill/known-fields';
import { mapTasks, placeTasks } from '../tree/list-tasks';
import { listDetails, listShown } from './show-data';
import { doerWords } from './words';

/** Gives each step whose program would run without an input that it needs to a person, with the reason. It could be confirmed, and would fail each time. */
export function doByHand({ tree, notes, faults, faultsOf, supposed }: ChosenDoers, language: Language): ChosenDoers {
	const paths = new Map(placeTasks(tree).map(({ task, path }) => [task.id, path]));
	const unset = (task: Task): Fault[] => {
		const own = (task.kind === 'node' && faultsOf.get(task.id)) || [];
		return own.every(({ rule }) => rulesForPeople.includes(rule)) ? own.filter(({ rule }) => rule === 'missing-parameter') : [];
	};
	const byHand = new Map<string, UnsupportedStep>();
	const blocks = mapTasks(tree.do, '/do', (task) => {
		const missing = unset(task);
		if (task.kind !== 'node' || missing.length === 0) return task;
		const step = toHand(task, missing, listKnown(tree, paths.get(task.id)!), language);
		byHand.set(task.id, step);
		return step;
	});
	const gone = new Set([...byHand.keys()].flatMap((id) => faultsOf.get(id) ?? []));
	const left = byHand.size > 0 ? withoutConversation({ ...tree, do: blocks }) : tree;
	const isOfChannel = left.inputs.length === tree.inputs.length;
	return {
		tree: left,
		notes: new Map([...notes].map(([id, candidates]) => [id, byHand.has(id) ? [] : candidates])),
		faults: faults.filter((fault) => !gone.has(fault)),
		faultsOf: new Map([...faultsOf].filter(([id]) => !byHand.has(id))),
		supposed: isOfChannel ? supposed : supposed.filter((text) => text !== doerWords[language].ofChannel),
	};
}

/** Nobody has to bring the conversation to a plan that no longer answers in it. */
function withoutConversation(tree: PlanTree): PlanTree {
	const { name } = conversationField;
	const isRead = [...walkBlocks(tree.do, '/do')].some(
		({ block }) =>
			listExpressions(block).some(({ text }) => listNames(text).includes(name)) ||
			('reads' in block && block.reads?.includes(name)) ||
			('shows' in block && block.shows?.includes(name)),
	);
	return isRead ? tree : { ...tree, inputs: tree.inputs.filter((field) => field.name !== name || field.type !== conversationField.type) };
}

function toHand(step: NodeStep, missing: readonly Fault[], known: readonly Field[], language: Language): UnsupportedStep {
	const words = doerWords[language];
	const { parameters, credentials: __, reads: ___, node = '', needs, ...common } = step;
	const names = missing.map(({ path }) => path.slice(path.lastIndexOf('/') + 1).slice(0, 60));
	const example = `{${names
		.slice(0, 3)
		.map((name) => `"${name}": …`)
		.join(', ')}}`;
	const shows = listShown(step, known);
	const details = listDetails(parameters);
	return {
		...common,
		...(shows.length > 0 && { shows }),
		...(details.length > 0 && { details }),
		kind: 'unsupported',
		needs,
		reason: words.unset(node, names.join(', ')),
		alternatives: [
			{ kind: 'node', text: words.withParameters(node, example) },
			{ kind: 'human', text: words.human },
		],
	};
}
