import type { IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';
import { isTool } from '../../../shared/is-tool';
import { readTaken } from './named-nodes';

/**
 * Authorship of a node's items. `person`: writes in a chat. `author`: the builder. `passes`: from the nodes before it. `others`: a page, a mailbox, a
 * form, or any unknown node.
 */
type NodeKind = 'person' | 'author' | 'passes' | 'others';

const base = 'n8n-nodes-base.';
const langchain = '@n8n/n8n-nodes-langchain.';
const ours = 'n8n-nodes-troupe.';
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
			['passes', list(ours, 'troupeAgent troupeGuardrails')],
		] as const
	).flatMap(([kind, types]) => types.map((type) => [type, kind] as const)),
);

function findNodeKind({ type, disabled, parameters = {} }: NodeTypeAndVersion): NodeKind {
	if (disabled) return 'passes';
	if (type === `${base}wait` && (parameters.resume === 'webhook' || parameters.resume === 'form')) return 'others';
	return kinds.get(type) ?? 'others';
}

export type MessageWriter = { by: 'person' } | { by: 'others'; node?: string };

type Workflow = Pick<IExecuteFunctions, 'getNode' | 'getParentNodes' | 'evaluateExpression' | 'isToolExecution'>;

const maxNodes = 300;

/** Decides by the nodes in the field's expression, back to the trigger. A fixed text is the builder's. One part from others makes it theirs. */
export function findMessageWriter(context: Workflow, item: number): MessageWriter {
	if (isTool(context)) return { by: 'others' };
	const { message } = context.getNode().parameters;
	return findWriter(context, item, typeof message === 'string' ? message : '={{ $json }}');
}

/** The same for data in the field System Prompt. A calling agent chose the item of its tool. */
export function findPromptWriter(context: Workflow, item: number): MessageWriter {
	const { systemPrompt } = context.getNode().parameters;
	if (typeof systemPrompt !== 'string' || !systemPrompt.startsWith('=')) return { by: 'person' };
	if (!isTool(context)) return findWriter(context, item, systemPrompt);
	const { input, nodes, unknown } = readTaken(systemPrompt);
	return input || unknown || nodes.length > 0 ? { by: 'others' } : { by: 'person' };
}

function findWriter(context: Workflow, item: number, text: string): MessageWriter {
	if (!text.startsWith('=')) return { by: 'person' };
	const { name } = context.getNode();
	const sources = new Sources(context, name);
	sources.take(name, text);
	const other = sources.whichRan(item).find(({ kind }) => kind === 'others');
	return other ? { by: 'others', ...(other.name !== '' && { node: other.name }) } : { by: 'person' };
}

interface Source {
	name: string;
	kind: NodeKind;
}

class Sources {
	readonly #found = new Map<string, Source>();
	readonly #seen = new Set<string>();
	readonly #before: Map<string, NodeTypeAndVersion>;

	constructor(
		private readonly context: Workflow,
		name: string,
	) {
		this.#before = new Map(context.getParentNodes(name, { includeNodeParameters: true }).map((node) => [node.name, node]));
	}

	/** Adds the sources of an expression, or of the parameters of a node that passes items on. */
	take(name: string, text: string, handsOn = false): void {
		const { nodes, input, unknown } = readTaken(text);
		if (unknown) this.#found.set('', { name: '', kind: 'others' });
		const inputs = input || handsOn ? this.context.getParentNodes(name, { depth: 1 }).map((node) => node.name) : [];
		for (const one of [...inputs, ...nodes]) this.#add(one);
	}

	#add(name: string): void {
		if (this.#seen.has(name)) return;
		this.#seen.add(name);
		const node = this.#before.get(name);
		const kind = node && this.#seen.size <= maxNodes ? findNodeKind(node) : 'others';
		if (kind === 'passes') this.take(name, JSON.stringify(node!.parameters ?? {}), true);
		else this.#found.set(name, { name, kind });
	}

	/** Leaves out triggers that did not start this execution. */
	whichRan(item: number): Source[] {
		const all = [...this.#found.values()];
		if (all.length < 2) return all;
		const ran = (name: string) => this.context.evaluateExpression(`{{ $(${JSON.stringify(name)}).isExecuted }}`, item) === true;
		const executed = all.filter(({ name }) => !this.#before.has(name) || ran(name));
		return executed.length > 0 ? executed : all;
	}
}
