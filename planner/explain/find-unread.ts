import { findDecision } from '../build/reasons';
import type { Block, Field, PlanTree } from '../tree/plan-tree';
import { listExpressions, walkBlocks } from '../tree/walk';
import { listNames } from './list-data';

interface Unread {
	block: Block;
	path: string;
	decision: Field;
}

/** Returns the steps by which a person approves something, although nothing looks at the answer, and the plan goes on after a no as after a yes. */
export function findUnread(tree: PlanTree): Unread[] {
	const placed = [...walkBlocks(tree.do, '/do')];
	const blocks = placed.map(({ block }) => block);
	const read = new Set(
		blocks.flatMap((block) => [
			...listExpressions(block).flatMap(({ text }) => listNames(text)),
			...('reads' in block ? (block.reads ?? []) : []),
			...('shows' in block ? (block.shows ?? []) : []),
		]),
	);
	// The decision of the last step is the result of the plan.
	const last = blocks.findLastIndex(({ kind }) => kind !== 'end');
	return placed.slice(0, Math.max(last, 0)).flatMap(({ block, path }) => {
		const decision = block.kind === 'human' ? findDecision(block.writes ?? []) : undefined;
		return decision && !read.has(decision.name) ? { block, path, decision } : [];
	});
}
