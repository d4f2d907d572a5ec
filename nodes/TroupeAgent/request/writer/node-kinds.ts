import type { NodeTypeAndVersion } from 'n8n-workflow';

/**
 * Authorship of a node's items. `person`: writes in a chat. `author`: the builder. `passes`: from the nodes before it. `others`: a page, a mailbox, a
 * form, or any unknown node.
 */
export type NodeKind = 'person' | 'author' | 'passes' | 'others';

const [base, langchain, ours] = ['n8n-nodes-base.', '@n8n/n8n-nodes-langchain.', 'n8n-nodes-troupe.'];
const list = (prefix: string, names: string): string[] => names.split(' ').map((name) => `${prefix}${name}`);

const kinds: ReadonlyMap<string, NodeKind> = new Map(
	(
		[
			['person', [...list(langchain, 'chatTrigger manualChatTrigger chat'), ...list(base, 'telegramTrigger whatsAppTrigger')]],
			['person', list(ours, 'troupeChannelTrigger')],
			['author', list(base, 'manualTrigger scheduleTrigger cron interval start n8nTrigger workflowTrigger evaluationTrigger')],
			['passes', list(base, 'set if switch filter merge noOp limit sort wait splitOut aggregate summarize removeDuplicates')],
			['passes', list(base, 'splitInBatches renameKeys itemLists compareDatasets code function functionItem dateTime crypto')],
			['passes', list(base, 'respondToWebhook executionData aiTransform')],
			// An agent lists what it read in the item's `origins`.
			['passes', list(ours, 'troupeAgent troupeGuardrails')],
		] as const
	).flatMap(([kind, types]) => types.map((type) => [type, kind] as const)),
);

/** A disabled node passes its input on; one that waits for a request or form returns that. */
export function findNodeKind({ type, disabled, parameters = {} }: NodeTypeAndVersion): NodeKind {
	if (disabled) return 'passes';
	if (type === `${base}wait` && (parameters.resume === 'webhook' || parameters.resume === 'form')) return 'others';
	return kinds.get(type) ?? 'others';
}
