import type { Block } from './plan-tree';

interface Ways {
	/** True if a way through goes on to what follows it. */
	goOn: boolean;
	/** True if a way ends in an end that does not cancel what runs beside it. */
	end: boolean;
}

/** Judges the ways through blocks that follow each other. */
export function judgeWays(blocks: readonly Block[]): Ways {
	let end = false;
	for (const block of blocks) {
		const ways = judgeBlock(block);
		end ||= ways.end;
		if (!ways.goOn) return { goOn: false, end };
	}
	return { goOn: true, end };
}

function judgeBlock(block: Block): Ways {
	switch (block.kind) {
		case 'end':
			return { goOn: false, end: !block.cancels };
		case 'choice': {
			const ways = [...block.branches, block.otherwise].map((branch) => judgeWays(branch.do));
			return { goOn: block.many === true || ways.some(({ goOn }) => goOn), end: ways.some((one) => one.end) };
		}
		case 'parallel': {
			const ways = block.branches.map((branch) => judgeWays(branch.do));
			const goOn = ways.some((one) => one.goOn);
			// A branch that always ends is not waited for.
			return { goOn, end: ways.some((one) => one.end && (one.goOn || !goOn)) };
		}
		case 'event': {
			const ways = block.waits.map((wait) => judgeWays(wait.do ?? []));
			return { goOn: ways.length === 0 || ways.some(({ goOn }) => goOn), end: ways.some((one) => one.end) };
		}
		case 'loop': {
			const body = judgeWays(block.do);
			const atLimit = judgeWays(block.onLimit ?? []);
			return { goOn: body.goOn || block.each !== undefined, end: body.end || atLimit.end };
		}
		default: {
			const failed = judgeWays(block.onError ?? []);
			const late = judgeWays(block.deadline && !block.deadline.goesOn ? block.deadline.do : []);
			return { goOn: true, end: failed.end || late.end };
		}
	}
}

/** Checks that some way through a branch ends while another goes on: who waits for the branch cannot know which. */
export function endsSometimes(block: Block, branch: readonly Block[]): boolean {
	if (block.kind !== 'parallel' && !(block.kind === 'choice' && block.many)) return false;
	const { goOn, end } = judgeWays(branch);
	// A branch of a choice that goes several ways may be left out, which is a way that goes on.
	return end && (goOn || block.kind === 'choice');
}
