import type { NodeTypeAndVersion } from 'n8n-workflow';

/**
 * Whose words the items of a node are. `person`: who writes in a chat. `author`: the builder's. `passes`: those of the nodes before it. `others`: what a
 * page, a mailbox or a form says, and everything of a node that nobody here knows.
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
			// An agent says in the item's `origins` what it had read.
			['passes', list(ours, 'troupeAgent troupeGuardrails')],
		] as const
	).flatMap(([kind, types]) => types.map((type) => [type, kind] as const)),
);

/** Judges a node by its type. A disabled one hands on what it gets; one that waits for a request or a form returns that. */
export function findNodeKind({ type, disabled, parameters = {} }: NodeTypeAndVersion): NodeKind {
	if (disabled) return 'passes';
	if (type === `${base}wait` && (parameters.resume === 'webhook' || parameters.resume === 'form')) return 'others';
	return kinds.get(type) ?? 'others';
}
