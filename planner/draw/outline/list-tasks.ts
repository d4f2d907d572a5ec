import { type Block, isTask, type Task } from '../../tree/plan-tree';
import { listInner, walkBlocks } from '../../tree/walk';

/** Returns the tasks of blocks, also those inside of others, in order. */
export const listTasks = (blocks: Block[]): Task[] => [...walkBlocks(blocks, '')].map(({ block }) => block).filter(isTask);

/** Returns every list of blocks that follow each other, the outer ones first. */
export const listLists = (blocks: Block[]): Block[][] => [
	blocks,
	...blocks.flatMap(listInner).flatMap(({ blocks: inner }) => listLists(inner)),
];
