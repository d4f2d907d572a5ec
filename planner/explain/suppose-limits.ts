import type { PlanTree } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';
import { saysCount } from '../wish/durations';
import { joinSaid, type Said } from './list-given';
import { explainWords } from './words';

const maxListed = 10;
const maxName = 100;

/** Says of each loop until a condition how often it is repeated, where no person said so: a model or the planner chose it. */
export function supposeLimits({ do: blocks, language }: PlanTree, said: Said): string[] {
	const words = joinSaid(said);
	return [...walkBlocks(blocks, '/do')]
		.flatMap(({ block }) => {
			if (block.kind !== 'loop' || block.each !== undefined || saysCount(words, block.limit)) return [];
			const then = block.onLimit?.[0]?.name.slice(0, maxName);
			return explainWords[language].supposedLimit(block.name.slice(0, maxName), block.limit, then);
		})
		.slice(0, maxListed);
}
