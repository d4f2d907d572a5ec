import type { Block, PlanTree, Task } from '../tree/plan-tree';

/** A way that a plan can go, by a JSON pointer into the tree: a case has to go it. */
export interface Target {
	path: string;
	/** The block whose way it is. */
	block: Block;
	kind: 'branch' | 'otherwise' | 'parallel' | 'until' | 'again' | 'limit' | 'none' | 'each' | 'wait' | 'deadline' | 'error';
	/** Name of the way, where it has one. */
	name?: string;
}

/**
 * Whether the proof passes without it: loops need not be gone round in each way, and values that a form forbids need no answer. What is done there and
 * only there has to be reached.
 */
export function isOptional({ kind, block }: Target): boolean {
	if (block.kind === 'loop') return kind !== 'limit' || block.onLimit === undefined;
	return kind === 'otherwise' && block.kind === 'choice' && block.otherwise.do.length === 0;
}

/** Lists the ways of a plan, in its order. */
export const listTargets = (tree: PlanTree): Target[] => ofBlocks(tree.do, '/do');

const ofBlocks = (blocks: Block[], path: string): Target[] => blocks.flatMap((block, index) => ofBlock(block, `${path}/${index}`));

function ofBlock(block: Block, path: string): Target[] {
	const way = (kind: Target['kind'], at: string, name?: string): Target => ({ path: `${path}/${at}`, block, kind, ...(name && { name }) });
	switch (block.kind) {
		case 'choice':
			return [
				...block.branches.flatMap((branch, index) => [
					way('branch', `branches/${index}`, branch.name),
					...ofBlocks(branch.do, `${path}/branches/${index}/do`),
				]),
				way('otherwise', 'otherwise', block.otherwise.name),
				...ofBlocks(block.otherwise.do, `${path}/otherwise/do`),
			];
		case 'parallel':
			return block.branches.flatMap((branch, index) => [
				way('parallel', `branches/${index}`, branch.name),
				...ofBlocks(branch.do, `${path}/branches/${index}/do`),
			]);
		case 'event':
			return block.waits.flatMap((wait, index) => [
				way('wait', `waits/${index}`, wait.name),
				...ofBlocks(wait.do ?? [], `${path}/waits/${index}/do`),
			]);
		case 'loop': {
			const ends = block.each ? [way('each', 'each'), way('none', 'none')] : block.until ? [way('until', 'until')] : [];
			const again = !block.each && block.until && block.limit > 1 ? [way('again', 'again')] : [];
			return [
				...ends,
				...again,
				way('limit', 'limit'),
				...ofBlocks(block.do, `${path}/do`),
				...ofBlocks(block.onLimit ?? [], `${path}/onLimit`),
			];
		}
		case 'end':
			return [];
		default:
			return ofTask(block, path, way);
	}
}

/** A task of a person can be late, but cannot fail. */
function ofTask({ kind, deadline, onError }: Task, path: string, way: (kind: Target['kind'], at: string) => Target): Target[] {
	const canFail = kind !== 'human' && kind !== 'unsupported';
	return [
		...(deadline ? [way('deadline', 'deadline'), ...ofBlocks(deadline.do, `${path}/deadline/do`)] : []),
		...(onError && canFail ? [way('error', 'onError'), ...ofBlocks(onError, `${path}/onError`)] : []),
	];
}
