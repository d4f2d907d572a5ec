import type { Language } from '../../core/base/text/languages';
import type { Fault, NodeStep, Task, UnsupportedStep } from '../tree/plan-tree';
import { type ChosenDoers, rulesForPeople } from './choose-doers';
import { mapTasks } from '../tree/list-tasks';
import { doerWords } from './words';

/** Gives each step whose program would run without an input that it needs to a person, with the reason. It could be confirmed, and would fail each time. */
export function doByHand({ tree, notes, faults, faultsOf, supposed }: ChosenDoers, language: Language): ChosenDoers {
	const unset = (task: Task): Fault[] => {
		const own = (task.kind === 'node' && faultsOf.get(task.id)) || [];
		// With a fault that a model can mend, such as a name that is nearly right, the plan is not done yet.
		return own.every(({ rule }) => rulesForPeople.includes(rule)) ? own.filter(({ rule }) => rule === 'missing-parameter') : [];
	};
	const byHand = new Map<string, UnsupportedStep>();
	const blocks = mapTasks(tree.do, '/do', (task) => {
		const missing = unset(task);
		if (task.kind !== 'node' || missing.length === 0) return task;
		const step = toHand(task, missing, language);
		byHand.set(task.id, step);
		return step;
	});
	const gone = new Set([...byHand.keys()].flatMap((id) => faultsOf.get(id) ?? []));
	return {
		tree: { ...tree, do: blocks },
		notes: new Map([...notes].map(([id, candidates]) => [id, byHand.has(id) ? [] : candidates])),
		faults: faults.filter((fault) => !gone.has(fault)),
		faultsOf: new Map([...faultsOf].filter(([id]) => !byHand.has(id))),
		supposed,
	};
}

function toHand(step: NodeStep, missing: readonly Fault[], language: Language): UnsupportedStep {
	const words = doerWords[language];
	const { parameters: _, credentials: __, reads: ___, node = '', needs, ...common } = step;
	const names = missing.map(({ path }) => path.slice(path.lastIndexOf('/') + 1).slice(0, 60));
	const example = `{${names
		.slice(0, 3)
		.map((name) => `"${name}": …`)
		.join(', ')}}`;
	return {
		...common,
		...{ kind: 'unsupported', needs, reason: words.unset(node, names.join(', ')) },
		alternatives: [
			{ kind: 'node', text: words.withParameters(node, example) },
			{ kind: 'human', text: words.human },
		],
	};
}
