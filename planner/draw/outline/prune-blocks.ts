import type { Block } from '../../tree/plan-tree';
import { listLists, listTasks } from '../../tree/list-tasks';
import { judgeWays } from '../../tree/ways-end';

/**
 * Takes out what a sentence began and did not fill: choices, branches and loops without a step, ends in the middle of what goes on, and ends inside of
 * work that goes on beside or around them.
 * @param mayEnd whether an end is possible here. Ends of one branch of several would leave the others waiting
 */
export function pruneBlocks(blocks: Block[], mayEnd = true): Block[] {
	const kept = blocks.flatMap((block): Block[] => {
		switch (block.kind) {
			case 'choice': {
				const branches = block.branches.map((branch) => ({ ...branch, do: pruneBlocks(branch.do, mayEnd) }));
				const otherwise = { ...block.otherwise, do: pruneBlocks(block.otherwise.do, mayEnd) };
				const isEmpty = [...branches, otherwise].every(({ do: inner }) => inner.length === 0);
				return isEmpty ? [] : [{ ...block, branches, otherwise }];
			}
			case 'parallel': {
				const branches = block.branches
					.map((branch) => ({ ...branch, do: pruneBlocks(branch.do, false) }))
					.filter((branch) => branch.do.length > 0);
				nameApart(branches);
				return branches.length > 1 ? [{ ...block, branches }] : (branches[0]?.do ?? []);
			}
			case 'loop': {
				const inner = pruneBlocks(block.do, false);
				return inner.length === 0 ? [] : [{ ...block, do: inner }];
			}
			case 'event':
				return [{ ...block, waits: block.waits.map((wait) => ({ ...wait, ...(wait.do && { do: pruneBlocks(wait.do, mayEnd) }) })) }];
			case 'end':
				return mayEnd ? [block] : [];
			default:
				return [block.deadline ? { ...block, deadline: { ...block.deadline, do: pruneBlocks(block.deadline.do, mayEnd) } } : block];
		}
	});
	return kept.flatMap((block, at) => (at < kept.length - 1 ? goOn(block) : [block]));
}

/** Gives each branch variables of its own, because the slower one would win. */
function nameApart(branches: Array<{ do: Block[] }>): void {
	const taken = new Set<string>();
	for (const branch of branches) {
		const names = new Set(listTasks(branch.do).flatMap(({ writes = [] }) => writes.map(({ name }) => name)));
		for (const name of names) {
			let free = name;
			for (let next = 2; taken.has(free); next += 1) free = `${name}${next}`;
			if (free !== name) rename(branch.do, name, free);
			taken.add(free);
		}
	}
}

function rename(blocks: Block[], from: string, to: string): void {
	const inText = (text: string) => text.replace(new RegExp(String.raw`\b${from}\b`, 'g'), to);
	for (const block of listLists(blocks).flat()) {
		if ('writes' in block && block.writes)
			block.writes = block.writes.map((field) => (field.name === from ? { ...field, name: to } : field));
		if (block.kind === 'choice') for (const branch of block.branches) branch.when = inText(branch.when);
		if (block.kind === 'loop' && block.until) block.until = inText(block.until);
		if (block.kind === 'loop' && block.each === from) block.each = to;
	}
}

/** Lets a block go on where others follow it. */
function goOn(block: Block): Block[] {
	if (judgeWays([block]).goOn) return [block];
	if (block.kind === 'event')
		return [{ ...block, waits: block.waits.map((wait, at) => (at === 0 ? { ...wait, do: pruneBlocks(wait.do ?? [], false) } : wait)) }];
	if (block.kind !== 'choice') return [];
	const inner = pruneBlocks(block.otherwise.do, false);
	return [{ ...block, otherwise: { ...block.otherwise, do: inner } }];
}
