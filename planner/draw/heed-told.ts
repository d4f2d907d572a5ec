import type { PlanTree } from '../tree/plan-tree';
import { takeName, toId } from '../tree/read/names';
import { walkBlocks } from '../tree/walk';
import { readTrigger } from '../wish/read-trigger';
import { wishWords } from '../wish/words';
import { isNo } from '../wish/yes-no';
import { requireApproval } from './outline/heed-answers';
import { outlineTexts } from './outline/outline-texts';
import type { Drawn } from './write-prompt';

/** Puts into a model's tree what the person answered and the model left out: how it begins, and an approval before what cannot be taken back. */
export function heedTold(tree: PlanTree, { picture, language }: Drawn): void {
	const { trigger, approvals } = picture;
	const start = trigger && trigger.from !== 'wish' ? readTrigger(trigger.text, language) : undefined;
	if (start && start.kind !== tree.trigger.kind) tree.trigger = start;
	if (tree.trigger.kind === 'form' && tree.inputs.length === 0) tree.inputs.push({ ...outlineTexts[language].request });
	if (!approvals || approvals.from === 'wish' || isNo(approvals.text)) return;
	const blocks = [...walkBlocks(tree.do, '/do')].map(({ block }) => block);
	const approves = ({ name }: { name: string }) => wishWords[language].approves.test(name.toLowerCase());
	const decides = blocks.some(
		(block) => block.kind === 'human' && (approves(block) || block.writes?.some(({ type }) => type === 'boolean')),
	);
	if (decides) return;
	const taken = new Set([tree.id, ...blocks.map(({ id }) => id)]);
	requireApproval(tree, approvals.text, (name) => takeName(toId(name, 'step'), taken));
}
