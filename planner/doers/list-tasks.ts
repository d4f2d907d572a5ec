import { type Block, isTask, type PlanTree, type Task } from '../tree/plan-tree';
import { mapBlocks, walkBlocks } from '../tree/walk';

/** A task of a tree, with its place. */
export interface PlacedTask {
	/** JSON pointer. */
	path: string;
	task: Task;
}

/** Lists all tasks of a tree in its order, those of branches, loops, deadlines and errors too. */
export function listTasks(tree: Pick<PlanTree, 'do'>): PlacedTask[] {
	return [...walkBlocks(tree.do, '/do')].flatMap(({ block, path }) => (isTask(block) ? [{ path, task: block }] : []));
}

/** Returns the blocks with each task replaced by what the function returns for it; the blocks themselves stay as they are. */
export const mapTasks = (blocks: readonly Block[], path: string, replace: (task: Task, path: string) => Task): Block[] =>
	mapBlocks(blocks, path, (block, at) => (isTask(block) ? replace(block, at) : block));
