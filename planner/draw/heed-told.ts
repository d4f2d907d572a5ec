import { isSaid } from '../interview/is-said';
import { isTold } from '../interview/is-told';
import type { Picture, SlotValue } from '../plan';
import type { HumanStep, PlanTree } from '../tree/plan-tree';
import { takeName, toId } from '../tree/read/names';
import { listExpressions, walkBlocks } from '../tree/walk';
import { readTrigger } from '../wish/read-trigger';
import { wishWords } from '../wish/words';
import { isNo } from '../wish/yes-no';
import { requireApproval } from './outline/approvals';
import { outlineTexts } from './outline/outline-texts';
import type { Drawn } from './write-prompt';

/**
 * Puts into a model's tree what the person answered and the model left out: how it begins, and an approval before what cannot be taken back.
 * @param hasStart whether the model wrote how it begins, which a supposition does not replace
 */
export function heedTold(tree: PlanTree, { picture, language }: Drawn, hasStart: boolean): void {
	const { trigger, approvals } = picture;
	const start = trigger && trigger.from !== 'wish' && (isTold(trigger) || !hasStart) ? readTrigger(trigger.text, language) : undefined;
	if (start && start.kind !== tree.trigger.kind) tree.trigger = start;
	if (tree.trigger.kind === 'form' && tree.inputs.length === 0) tree.inputs.push({ ...outlineTexts[language].request });
	if (!approvals || !isTold(approvals)) return;
	if (isNo(approvals.text) || hasApproval(tree, approvals.text)) return;
	const taken = new Set([tree.id, ...[...walkBlocks(tree.do, '/do')].map(({ block }) => block.id)]);
	requireApproval(tree, approvals.text, (name) => takeName(toId(name, 'step'), taken));
}

/** Leaves out suppositions that a model's tree does not follow: the plan says what it does. */
export function keepFollowed(picture: Picture, tree: PlanTree): Picture {
	const start = picture.trigger && readTrigger(picture.trigger.text, tree.language);
	const isFollowed = ([slot, { text, from }]: [string, SlotValue]): boolean => {
		if (from !== 'supposed') return true;
		if (slot === 'trigger') return start === undefined || start.kind === tree.trigger.kind;
		if (slot === 'data') return tree.inputs.some(({ name, label }) => isSaid(label ?? name, text));
		if (slot === 'approvals') return isNo(text) !== hasApproval(tree, text);
		return slot !== 'exceptions' || [...walkBlocks(tree.do, '/do')].some(({ block }) => 'onError' in block);
	};
	return Object.fromEntries(Object.entries(picture).filter(isFollowed));
}

/** Checks whether a person of the tree approves or decides something, or does a step and is the one that an answer names. */
function hasApproval({ do: blocks, language }: PlanTree, answer: string): boolean {
	const all = [...walkBlocks(blocks, '/do')].map(({ block }) => block);
	const conditions = all.flatMap((block) => listExpressions(block).map(({ text }) => text));
	const isCompared = (name: string) => conditions.some((text) => new RegExp(String.raw`\b${name}\s*!?=\s*"`).test(text));
	const decides = ({ writes = [] }: HumanStep) =>
		writes.some(({ name, type, options }) => type === 'boolean' || options !== undefined || isCompared(name));
	return all.some(
		(block) =>
			block.kind === 'human' &&
			(wishWords[language].approves.test(block.name.toLowerCase()) || decides(block) || isSaid(block.who, answer)),
	);
}
