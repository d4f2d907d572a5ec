import { randomUUID } from 'node:crypto';
import { type IDataObject, type IExecuteFunctions, type INodeExecutionData, NodeConnectionTypes } from 'n8n-workflow';
import { type AgentParts, runAgent } from '../../core/agents/run-agent';
import { TroupeError } from '../../core/errors';
import type { ChatModel, Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { composeAgent } from '../../providers/compose';
import { connectedChatModel } from '../shared/connected-chat-model';
import { admitNode, n8nHost } from '../shared/host';
import { type ModelChoice, readProviderSettings } from '../shared/read-credentials';
import { readText } from '../shared/read-text';
import { runItems } from '../shared/run-items';
import { readReference } from './read-reference';
import { toItem } from './to-item';

interface Options {
	remember?: boolean;
	/** Seconds. */
	timeout?: number;
}

/** The agent node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	await admitNode(this, gate, 'troupeAgent');
	const signal = this.getExecutionCancelSignal() ?? new AbortController().signal;
	return runItems(this, (item) => answerItem(this, gate, item, signal));
}

async function answerItem(context: IExecuteFunctions, gate: Gate, item: number, signal: AbortSignal): Promise<IDataObject> {
	const message = readText(context, 'message', item);
	const conversationId = readText(context, 'conversationId', item) || randomUUID();
	const options = context.getNodeParameter('options', item, {}) as Options;
	const parts = await composeParts(context, gate, item, options);
	return toItem(await runAgent({ message, conversationId }, parts, signal));
}

async function composeParts(
	context: IExecuteFunctions,
	gate: Gate,
	item: number,
	{ remember = true, timeout }: Options,
): Promise<AgentParts> {
	const choice = context.getNodeParameter('model', item) as ModelChoice;
	const model = await readConnectedModel(context, item);
	const host = n8nHost({ gate, model, providers: await readProviderSettings(context, choice, item) });
	const parts = await composeAgent(readReference(context, item), { ...host, remembers: remember });
	assertChoiceIsUsed(parts, choice);
	return timeout === undefined ? parts : withTimeout(parts, timeout * 1000);
}

/** Looked for first: a tool of an AI agent has no such input, and n8n takes the question for a mistake. */
async function readConnectedModel(context: IExecuteFunctions, item: number): Promise<ChatModel | undefined> {
	const connectionType = NodeConnectionTypes.AiLanguageModel;
	if (context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length === 0) return undefined;
	return connectedChatModel(await context.getInputConnectionData(connectionType, item));
}

/** A credential that someone chose and the agent would never ask is a mistake; silence would hide it behind quotations. */
function assertChoiceIsUsed({ definition }: AgentParts, choice: ModelChoice): void {
	if (choice === 'chain' || choice === 'none' || definition.model.route.some(({ provider }) => provider === choice)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The node is set to use the ${choice} credential, and the agent "${definition.id}" names no ${choice} model in its route.`,
		fix: `Add {"provider": "${choice}", "model": "…"} to the agent's model.route, or set Model to From Agent's Chain.`,
	});
}

function withTimeout(parts: AgentParts, milliseconds: number): AgentParts {
	const wallClockMs = Math.min(parts.definition.limits.wallClockMs, milliseconds);
	return { ...parts, definition: { ...parts.definition, limits: { ...parts.definition.limits, wallClockMs } } };
}
