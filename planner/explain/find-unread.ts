import { findDecision } from '../build/reasons';
import type { PlanTree } from '../tree/plan-tree';
import { listExpressions, walkBlocks } from '../tree/walk';
import { listNames } from './list-data';

/** Returns the steps by which a person approves something, although nothing looks at the answer, and the plan goes on after a no as after a yes. */
export function findUnread(tree: PlanTree): string[] {
	const blocks = [...walkBlocks(tree.do, '/do')].map(({ block }) => block);
	const read = new Set(
		blocks.flatMap((block) => [
			...listExpressions(block).flatMap(({ text }) => listNames(text)),
			...('reads' in block ? (block.reads ?? []) : []),
			...('shows' in block ? (block.shows ?? []) : []),
		]),
	);
	// The decision of the last step is the result of the plan.
	const last = blocks.findLastIndex(({ kind }) => kind !== 'end');
	return blocks.slice(0, Math.max(last, 0)).flatMap((block) => {
		const decision = block.kind === 'human' ? findDecision(block.writes ?? []) : undefined;
		return decision && !read.has(decision.name) ? [block.name] : [];
	});
}
