import type { Block, Fault, Field, PlanTree, Trigger } from '../tree/plan-tree';
import { listInner } from '../tree/walk';
import { findBlock, placeBlocks } from './block-lists';
import { changeFaultTexts } from './fault-texts';
import {
	branchesOf,
	findBranch,
	findPlace,
	noBranches,
	unknownBlock,
	unknownPart,
	type Branch,
	type FaultOfChange,
	type Place,
} from './find-place';

/** One step of a change, as a model writes it. */
export type Change =
	| ({ op: 'insert'; blocks: Block[] } & Place)
	| { op: 'remove'; id: string }
	/** The new block gets the id of the old one. */
	| { op: 'replace'; id: string; block: Block }
	| ({ op: 'move'; id: string } & Place)
	/** New values of fields of a block; `null` takes one out. Lists of blocks are changed by the other steps. */
	| { op: 'set'; id: string; fields: Record<string, unknown> }
	/** A new branch of a choice, a parallel block or an event. */
	| { op: 'add-branch'; id: string; branch: Record<string, unknown>; at?: number }
	| { op: 'remove-branch'; id: string; part: string }
	| { op: 'set-branch'; id: string; part: string; fields: Record<string, unknown> }
	/** Name, purpose, trigger and such of the plan. */
	| { op: 'set-plan'; fields: Partial<Pick<PlanTree, 'name' | 'purpose' | 'language'>> & { trigger?: Trigger } }
	| { op: 'add-input'; field: Field }
	| { op: 'remove-input'; name: string };

export const changeNames = [
	'insert',
	'remove',
	'replace',
	'move',
	'set',
	'add-branch',
	'remove-branch',
	'set-branch',
	'set-plan',
	'add-input',
	'remove-input',
] as Array<Change['op']>;

export const maxChanges = 50;

interface ChangedTree {
	tree: PlanTree;
	/** Changes that could not be made: the path is into the list of changes. */
	faults: Fault[];
}

/** Makes changes to a copy of a tree, in their order. A change that cannot be made is a fault, and the others are made. The result has to be checked. */
export function applyChanges(tree: PlanTree, changes: readonly Change[]): ChangedTree {
	const changed = structuredClone(tree);
	const faults: Fault[] = [];
	if (changes.length > maxChanges)
		faults.push({
			path: '/changes',
			rule: 'too-many-changes',
			...changeFaultTexts[tree.language].tooMany(changes.length, maxChanges),
		});
	for (const [index, change] of changes.slice(0, maxChanges).entries()) {
		const fault = applyOne(changed, change);
		if (fault) faults.push({ path: `/changes/${index}`, ...fault });
	}
	if (changes.length > 0) dropEmpty(changed);
	return { tree: changed, faults };
}

function applyOne(tree: PlanTree, change: Change): FaultOfChange | undefined {
	switch (change.op) {
		case 'insert':
			return insert(tree, change.blocks, change);
		case 'remove':
			return take(tree, change.id).fault;
		case 'replace':
			return replace(tree, change.id, change.block);
		case 'move':
			return move(tree, change.id, change);
		case 'set':
			return withBlock(tree, change.id, (block) => setFields(tree, block, change.fields, fixedFields));
		case 'add-branch':
			return withBlock(tree, change.id, (block) => addBranch(tree, block, change.branch, change.at));
		case 'remove-branch':
			return withBlock(tree, change.id, (block) => removeBranch(tree, block, change.part));
		case 'set-branch':
			return withBlock(tree, change.id, (block) => setBranch(tree, block, change.part, change.fields));
		case 'set-plan':
			return setFields(tree, tree, change.fields, ['id', 'inputs', 'do']);
		case 'add-input':
			tree.inputs = [...tree.inputs.filter(({ name }) => name !== change.field.name), change.field];
			return undefined;
		case 'remove-input':
			return removeInput(tree, change.name);
	}
}

/** An id is kept, and a list of blocks is changed block by block. */
const fixedFields = ['id', 'kind', 'do', 'branches', 'otherwise', 'waits', 'onError', 'onLimit'];

function insert(tree: PlanTree, blocks: Block[], at: Place): FaultOfChange | undefined {
	const found = findPlace(tree, at);
	if ('rule' in found) return found;
	found.list.splice(found.index, 0, ...withNewIds(tree, blocks));
	return undefined;
}

function take(tree: PlanTree, id: string): { block?: Block; fault?: FaultOfChange } {
	const placed = findBlock(tree, id);
	if (!placed) return { fault: unknownBlock(tree, id) };
	placed.list.blocks.splice(placed.index, 1);
	return { block: placed.block };
}

function replace(tree: PlanTree, id: string, block: Block): FaultOfChange | undefined {
	const placed = findBlock(tree, id);
	if (!placed) return unknownBlock(tree, id);
	placed.list.blocks.splice(placed.index, 1);
	const [fresh] = withNewIds(tree, [{ ...block, id }]);
	placed.list.blocks.splice(placed.index, 0, fresh!);
	return undefined;
}

function move(tree: PlanTree, id: string, at: Place): FaultOfChange | undefined {
	const placed = findBlock(tree, id);
	if (!placed) return unknownBlock(tree, id);
	const target = at.after ?? at.before ?? at.into;
	if (target !== undefined && findBlock({ do: [placed.block] }, target))
		return { rule: 'place', ...changeFaultTexts[tree.language].intoItself(id) };
	placed.list.blocks.splice(placed.index, 1);
	const found = findPlace(tree, at);
	if ('rule' in found) {
		placed.list.blocks.splice(placed.index, 0, placed.block);
		return found;
	}
	found.list.splice(found.index, 0, placed.block);
	return undefined;
}

function withBlock(tree: PlanTree, id: string, change: (block: Block) => FaultOfChange | undefined): FaultOfChange | undefined {
	const placed = findBlock(tree, id);
	return placed ? change(placed.block) : unknownBlock(tree, id);
}

function setFields(
	{ language }: PlanTree,
	target: object,
	fields: Record<string, unknown>,
	fixed: readonly string[],
): FaultOfChange | undefined {
	const refused = Object.keys(fields).filter((name) => fixed.includes(name));
	for (const [name, value] of Object.entries(fields)) {
		if (fixed.includes(name) || isUnsafe(name)) continue;
		if (value === null) delete (target as Record<string, unknown>)[name];
		else (target as Record<string, unknown>)[name] = value;
	}
	if (refused.length === 0) return undefined;
	return { rule: 'fixed-field', ...changeFaultTexts[language].fixedField(refused.join(', ')) };
}

const isUnsafe = (name: string): boolean => ['__proto__', 'constructor', 'prototype'].includes(name);

function addBranch(tree: PlanTree, block: Block, branch: Record<string, unknown>, at?: number): FaultOfChange | undefined {
	const branches = branchesOf(block);
	if (!branches) return noBranches(tree, block);
	const blocks = Array.isArray(branch.do) ? withNewIds(tree, branch.do as Block[]) : [];
	branches.splice(Math.max(0, Math.min(at ?? branches.length, branches.length)), 0, { ...branch, do: blocks } as Branch);
	return undefined;
}

function removeBranch(tree: PlanTree, block: Block, part: string): FaultOfChange | undefined {
	const branches = branchesOf(block);
	if (!branches) return noBranches(tree, block);
	const index = findBranch(branches, part);
	if (index === undefined) return unknownPart(tree, block, part);
	branches.splice(index, 1);
	return undefined;
}

function setBranch(tree: PlanTree, block: Block, part: string, fields: Record<string, unknown>): FaultOfChange | undefined {
	if (block.kind === 'choice' && part === 'otherwise') return setFields(tree, block.otherwise, fields, ['do', 'id']);
	const branches = branchesOf(block);
	if (!branches) return noBranches(tree, block);
	const index = findBranch(branches, part);
	return index === undefined ? unknownPart(tree, block, part) : setFields(tree, branches[index]!, fields, ['do', 'id']);
}

function removeInput(tree: PlanTree, name: string): FaultOfChange | undefined {
	const left = tree.inputs.filter((field) => field.name !== name);
	if (left.length === tree.inputs.length)
		return { rule: 'unknown-input', ...changeFaultTexts[tree.language].unknownInput(name, names(tree)) };
	tree.inputs = left;
	return undefined;
}

const names = ({ inputs, language }: PlanTree): string => inputs.map(({ name }) => name).join(', ') || changeFaultTexts[language].none;

/** Gives ids that the tree does not have yet to all blocks of a list that lack one or have a taken one. */
function withNewIds(tree: PlanTree, blocks: Block[]): Block[] {
	const fresh = structuredClone(blocks);
	const taken = new Set([...placeBlocks(tree)].map(({ block }) => block.id));
	for (const { block } of placeBlocks({ do: fresh })) {
		const base = block.id || 'step';
		for (let number = 2; !block.id || taken.has(block.id); number++) block.id = `${base}-${number}`;
		taken.add(block.id);
	}
	return fresh;
}

/** Takes out what holds nothing after a change: a choice of nothing, a round of nothing, and branches of nothing that run beside others. */
function dropEmpty(tree: PlanTree): void {
	tree.do = dropIn(tree.do);
}

function dropIn(blocks: Block[]): Block[] {
	for (const block of blocks) {
		for (const inner of listInner(block)) if (inner.blocks.length > 0) inner.put(dropIn(inner.blocks));
		if (block.kind === 'parallel') block.branches = block.branches.filter((branch) => branch.do.length > 0);
	}
	return blocks.filter((block) => !holdsNothing(block));
}

function holdsNothing(block: Block): boolean {
	if (block.kind === 'choice') return [...block.branches, block.otherwise].every((branch) => branch.do.length === 0);
	if (block.kind === 'parallel') return block.branches.length === 0;
	return block.kind === 'loop' && block.do.length === 0;
}
