import { type Block, canFail, isStaffedAgent, type PlanTree } from '../tree/plan-tree';
import { type PlacedBlock, walkBlocks } from '../tree/walk';

export interface Target {
	path: string;
	block: Block;
	/** `person`: an agent leaves its answer to a person. */
	kind: 'branch' | 'otherwise' | 'parallel' | 'until' | 'again' | 'limit' | 'none' | 'each' | 'wait' | 'deadline' | 'error' | 'person';
	name?: string;
}

/**
 * Checks whether the proof passes without it: loops need not be gone round in each way, and values that a form forbids need no answer. What is done there and
 * only there has to be reached.
 */
export function isOptional({ kind, block }: Target): boolean {
	if (block.kind === 'loop') return kind !== 'limit' || block.onLimit === undefined;
	return kind === 'otherwise' && block.kind === 'choice' && block.otherwise.do.length === 0;
}

export function listTargets(tree: PlanTree): Target[] {
	const blocks = [...walkBlocks(tree.do, '/do')];
	// A person cannot fail: these blocks are never done.
	const never = blocks.flatMap(({ block, path }) => (block.kind === 'human' || block.kind === 'unsupported' ? [`${path}/onError/`] : []));
	return blocks.filter(({ path }) => !never.some((one) => path.startsWith(one))).flatMap(waysOf);
}

function waysOf({ block, path }: PlacedBlock): Target[] {
	const way = (kind: Target['kind'], at: string, name?: string): Target => ({ path: `${path}/${at}`, block, kind, ...(name && { name }) });
	switch (block.kind) {
		case 'choice':
			return [
				...block.branches.map(({ name }, index) => way('branch', `branches/${index}`, name)),
				way('otherwise', 'otherwise', block.otherwise.name),
			];
		case 'parallel':
			return block.branches.map(({ name }, index) => way('parallel', `branches/${index}`, name));
		case 'event':
			return block.waits.map(({ name }, index) => way('wait', `waits/${index}`, name));
		case 'loop': {
			if (block.each !== undefined) return [way('each', 'each'), way('none', 'none'), way('limit', 'limit')];
			const again = block.limit > 1 ? [way('again', 'again')] : [];
			return [...(block.until === undefined ? [] : [way('until', 'until'), ...again]), way('limit', 'limit')];
		}
		case 'end':
			return [];
		default:
			return [
				...(isStaffedAgent(block) ? [way('person', 'person')] : []),
				...(canFail(block) && (block.onError || isStaffedAgent(block)) ? [way('error', 'onError')] : []),
				...(block.deadline ? [way('deadline', 'deadline')] : []),
			];
	}
}
