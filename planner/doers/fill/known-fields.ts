import type { Language } from '../../../core/base/text/languages';
import type { Block, Field, PlanTree } from '../../tree/plan-tree';
import { listInner, listWrites, walkBlocks } from '../../tree/walk';

/** The conversation, as a message of a channel brings it. */
export const conversationField: Field = { name: 'conversation', type: 'object' };

export const messageField: Field = { name: 'message', type: 'text', personal: true };
const messageLabels: Record<Language, string> = { en: 'Message', pt: 'Mensagem' };
const withWords: ReadonlyArray<Field['type']> = ['text', 'object', 'file', 'list'];

export const withMessage = (inputs: readonly Field[], language: Language): Field[] =>
	inputs.some(({ name, type }) => withWords.includes(type) && name !== conversationField.name && name !== 'reference')
		? [...inputs]
		: [{ ...messageField, label: messageLabels[language] }, ...inputs];

/** Checks whether a plan that a message begins answers in the conversation of the channel. */
export const takesConversation = ({ do: blocks, trigger }: PlanTree): boolean =>
	trigger.kind === 'message' &&
	[...walkBlocks(blocks, '/do')].some(
		({ block }) => block.kind === 'node' && block.parameters?.[conversationField.name] === '=conversation',
	);

/** Says among the inputs that the message brings the conversation. */
export const withConversation = (tree: PlanTree): PlanTree =>
	tree.inputs.some(({ name }) => name === conversationField.name) ? tree : { ...tree, inputs: [...tree.inputs, { ...conversationField }] };

/** Lists the surely set fields at a place of the tree, the newest last. */
export function listKnown(tree: PlanTree, path: string): Field[] {
	const known = [...(tree.trigger.kind === 'message' ? [conversationField] : []), ...(tree.trigger.kind === 'timer' ? [] : tree.inputs)];
	const follow = (blocks: readonly Block[], place: string): void => {
		for (const [at, block] of blocks.entries()) {
			const own = `${place}/${at}`;
			if (own === path) return;
			const inner = path.startsWith(`${own}/`) ? listInner(block).find((list) => path.startsWith(`${own}${list.path}/`)) : undefined;
			if (!inner) {
				if (block.kind !== 'event' || block.waits.length === 1) known.push(...listWrites(block));
				continue;
			}
			if (block.kind === 'loop' && block.as !== undefined && inner.path === '/do') known.push({ name: block.as, type: 'object' });
			const wait = block.kind === 'event' ? block.waits[Number(inner.path.split('/')[2])]?.on : undefined;
			if (wait?.kind === 'message') known.push(...(wait.writes ?? []));
			follow(inner.blocks, `${own}${inner.path}`);
			return;
		}
	};
	follow(tree.do, '/do');
	return [...new Map(known.map((field) => [field.name, field])).values()];
}
