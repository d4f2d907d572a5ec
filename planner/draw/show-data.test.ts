import type { Block, PlanTree } from '../tree/plan-tree';
import { checkTree } from '../tree/check-tree';
import { outlineWish } from './outline/outline';
import { listTasks } from '../tree/list-tasks';
import { showData } from './show-data';

const shown = (tree: PlanTree) =>
	Object.fromEntries(listTasks(tree.do).flatMap((task) => (task.kind === 'human' ? [[task.name, task.shows]] : [])));

it('shows who decides what is known by then', async () => {
	const wish = 'A person fills in a form:\nThe clerk checks it\nThe manager approves\nfinance: pay';
	const { tree } = outlineWish({ wish, language: 'en', picture: { data: { text: 'name and amount', from: 'answer' } } });
	expect(shown(tree)).toEqual({ 'The clerk checks it': undefined, 'Approve: The clerk checks it': ['name', 'amount'], Pay: undefined });
	expect(await checkTree(tree)).toEqual([]);
});

it('shows no object, nothing that may be unset, and nothing where somebody chose', async () => {
	const yes = (name: string) => ({ name, type: 'boolean' as const });
	const human = (id: string, more: object): Block => ({ kind: 'human', id, name: id, who: 'team', ...more });
	const tree: PlanTree = {
		...{ id: 'p', name: 'P', purpose: 'P', language: 'en', trigger: { kind: 'form' } },
		inputs: [
			{ name: 'amount', type: 'number' },
			{ name: 'note', type: 'text', required: false },
			{ name: 'conversation', type: 'object' },
		],
		do: [
			human('late', { writes: [yes('first')], deadline: { after: 'P1D', do: [] } }),
			human('second', { writes: [yes('second')] }),
			human('third', { writes: [yes('third')] }),
			human('chosen', { writes: [yes('fourth')], shows: [] }),
		],
	};
	showData(tree);
	expect(shown(tree)).toEqual({ late: ['amount'], second: ['amount'], third: ['amount', 'second'], chosen: [] });
	expect(await checkTree(tree)).toEqual([]);
});
