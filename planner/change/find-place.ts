import type { Block, Fault, PlanTree } from '../tree/plan-tree';
import { findBlock, listParts, placeBlocks, type BlockList } from './block-lists';
import { changeFaultTexts } from './fault-texts';

export interface Place {
	after?: string;
	before?: string;
	into?: string;
	/** The name, id or number of a branch, `otherwise`, `do`, `onError`, `onLimit`, `deadline`. Default: the first. */
	part?: string;
	/** At which end of the list. Default: its end. */
	at?: 'start' | 'end';
}

export type FaultOfChange = Omit<Fault, 'path'>;

export type Branch = { id?: string; name?: string; do?: Block[] };

export const branchesOf = (block: Block): Branch[] | undefined => {
	if (block.kind === 'choice' || block.kind === 'parallel') return block.branches;
	return block.kind === 'event' ? block.waits : undefined;
};

export function findBranch(branches: readonly Branch[], part: string): number | undefined {
	const fold = (text: string | undefined) => text?.trim().toLowerCase();
	const index = branches.findIndex(({ id, name }, at) => id === part || fold(name) === fold(part) || String(at) === part);
	return index < 0 ? undefined : index;
}

export function findPlace(tree: PlanTree, at: Place): { list: Block[]; index: number } | FaultOfChange {
	const beside = at.after ?? at.before;
	if (beside !== undefined) {
		const placed = findBlock(tree, beside);
		if (!placed) return unknownBlock(tree, beside);
		return { list: placed.list.blocks, index: placed.index + (at.after !== undefined ? 1 : 0) };
	}
	const list = at.into === undefined ? tree.do : findList(tree, at.into, at.part);
	return Array.isArray(list) ? { list, index: at.at === 'start' ? 0 : list.length } : list;
}

function findList(tree: PlanTree, id: string, part: string | undefined): Block[] | FaultOfChange {
	const placed = findBlock(tree, id);
	if (!placed) return unknownBlock(tree, id);
	const { block } = placed;
	openList(block, part);
	const parts = listParts(block);
	const branch = part === undefined ? undefined : findBranch(branchesOf(block) ?? [], part);
	const found = parts.find((one) => part === undefined || one.part === part || one.part === String(branch));
	return found ? found.blocks : unknownPart(tree, block, part ?? '', parts);
}

/** A list that a block can have and has not yet. */
function openList(block: Block, part: string | undefined): void {
	if (block.kind === 'event') for (const wait of block.waits) wait.do ??= [];
	if (block.kind === 'loop' && part === 'onLimit') block.onLimit ??= [];
	if (part === 'onError' && 'name' in block && isTask(block)) block.onError ??= [];
}

const isTask = (block: Block): block is Extract<Block, { onError?: Block[] }> =>
	['agent', 'node', 'http', 'human', 'call', 'unsupported'].includes(block.kind);

export const unknownBlock = (tree: PlanTree, id: string): FaultOfChange => ({
	rule: 'unknown-block',
	...changeFaultTexts[tree.language].unknownBlock(
		String(id).slice(0, 60),
		[...placeBlocks(tree)]
			.map(({ block }) => block.id)
			.slice(0, 60)
			.join(', '),
	),
});

export const noBranches = ({ language }: PlanTree, { id, kind }: Block): FaultOfChange => ({
	rule: 'no-branches',
	...changeFaultTexts[language].noBranches(id, kind),
});

export const unknownPart = (
	{ language }: PlanTree,
	block: Block,
	part: string,
	parts: readonly BlockList[] = listParts(block),
): FaultOfChange => ({
	rule: 'unknown-part',
	...changeFaultTexts[language].unknownPart(block.id, part, parts.map((one) => one.part).join(', ') || changeFaultTexts[language].none),
});
