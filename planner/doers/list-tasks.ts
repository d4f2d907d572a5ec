import type { Block, PlanTree, Task } from '../tree/plan-tree';

/** A task of a tree, with its place. */
export interface PlacedTask {
	/** JSON pointer. */
	path: string;
	task: Task;
}

/** Lists all tasks of a tree in its order, those of branches, loops, deadlines and errors too. */
export function listTasks(tree: Pick<PlanTree, 'do'>): PlacedTask[] {
	const tasks: PlacedTask[] = [];
	mapTasks(tree.do, '/do', (task, path) => {
		tasks.push({ path, task });
		return task;
	});
	return tasks;
}

/** Returns the blocks with each task replaced by what the function returns for it; the blocks themselves stay as they are. */
export function mapTasks(blocks: readonly Block[], path: string, replace: (task: Task, path: string) => Task): Block[] {
	return blocks.map((block, at) => mapBlock(block, `${path}/${at}`, replace));
}

type Replace = Parameters<typeof mapTasks>[2];

function mapBlock(block: Block, path: string, replace: Replace): Block {
	const map = (blocks: readonly Block[], name: string) => mapTasks(blocks, `${path}/${name}`, replace);
	switch (block.kind) {
		case 'choice':
			return {
				...block,
				branches: block.branches.map((branch, at) => ({ ...branch, do: map(branch.do, `branches/${at}/do`) })),
				otherwise: { ...block.otherwise, do: map(block.otherwise.do, 'otherwise/do') },
			};
		case 'parallel':
			return { ...block, branches: block.branches.map((branch, at) => ({ ...branch, do: map(branch.do, `branches/${at}/do`) })) };
		case 'loop':
			return { ...block, do: map(block.do, 'do'), ...(block.onLimit && { onLimit: map(block.onLimit, 'onLimit') }) };
		case 'event':
			return {
				...block,
				waits: block.waits.map((wait, at) => ({ ...wait, ...(wait.do && { do: map(wait.do, `waits/${at}/do`) }) })),
			};
		case 'end':
			return block;
		default: {
			const task = replace(block, path);
			return {
				...task,
				...(task.onError && { onError: map(task.onError, 'onError') }),
				...(task.deadline && { deadline: { ...task.deadline, do: map(task.deadline.do, 'deadline/do') } }),
			};
		}
	}
}
