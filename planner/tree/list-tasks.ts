import { type Block, isTask, type PlanTree, type Task } from './plan-tree';
import { listInner, mapBlocks, walkBlocks } from './walk';

interface PlacedTask {
	/** JSON pointer. */
	path: string;
	task: Task;
}

export const placeTasks = (tree: Pick<PlanTree, 'do'>): PlacedTask[] =>
	[...walkBlocks(tree.do, '/do')].flatMap(({ block, path }) => (isTask(block) ? [{ path, task: block }] : []));

export const listTasks = (blocks: Block[]): Task[] => placeTasks({ do: blocks }).map(({ task }) => task);

/** Lists every list of blocks that follow each other, the outer ones first. */
export const listLists = (blocks: Block[]): Block[][] => [blocks, ...blocks.flatMap(listInner).flatMap((inner) => listLists(inner.blocks))];

export const mapTasks = (blocks: readonly Block[], path: string, replace: (task: Task, path: string) => Task): Block[] =>
	mapBlocks(blocks, path, (block, at) => (isTask(block) ? replace(block, at) : block));
