import type { Candidate } from '../plan';
import type { Block, PlanTree } from '../tree/plan-tree';
import { listInner } from '../tree/walk';

const withoutRange = (name: string): string => name.replace(/@.*$/, '');

/**
 * Takes out the names of agents and nodes that no candidate has: a model invents names. Their steps are matched by what they need, as are steps of a
 * kind that does not exist.
 */
export function mendDoers(tree: PlanTree, candidates: Candidate[]): void {
	const known = new Set(candidates.map(({ name }) => withoutRange(name)));
	const mend = (blocks: Block[]): void => {
		for (const [at, block] of blocks.entries()) {
			if (block.kind === 'agent' && block.agent !== undefined && !known.has(withoutRange(block.agent))) delete block.agent;
			if (block.kind === 'node' && block.node !== undefined && !known.has(withoutRange(block.node))) {
				delete block.node;
				// They are those of another node.
				delete block.parameters;
				delete block.credentials;
			}
			if (block.kind === 'unsupported') {
				const { alternatives: _, reason: __, who: ___, ...step } = block;
				blocks[at] = { ...step, kind: 'node' };
			}
			for (const inner of listInner(block)) mend(inner.blocks);
		}
	};
	mend(tree.do);
}
