import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentDefinition, ToolRule } from '../../core/agents/agent-definition';
import type { AgentRequest } from '../../core/agents/agent-request';
import type { AgentParts } from '../../core/agents/run-agent';
import { TroupeError } from '../../core/errors';
import type { ChatModel, Gate, PublishedAgents, Tool } from '../../core/ports';
import { fitsName } from '../../core/tools/tool-names';
import { composeAgent, type Host } from '../../providers/compose/agent';
import { toolsFromEnvironment } from '../../providers/tools-from-environment';
import type { AiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { optionalModel } from '../shared/optional-model';
import { connectedTools } from '../shared/connected-tools';
import { n8nHost } from '../shared/host';
import { operatorKnowledge, readChosenStore } from '../shared/knowledge/read-knowledge-host';
import { type ModelChoice, readProviderSettings } from '../shared/read-credentials';
import { namesIn } from './form/names-in';
import { readToolRules } from './form/read-tool-rules';
import { isForm, readReference } from './read-reference';
import { readToolSecrets } from './tool-secrets';
import { readingTools } from './tools/reading-tools';
import { rememberTools } from './tools/seen-tools';

/** The node's options, each absent where it was not added. */
export interface Options {
	remember?: boolean;
	/** Seconds. */
	timeout?: number;
	/** US dollars for one message. */
	costUsd?: number;
	dryRun?: boolean;
	allowPrivateNetworks?: boolean;
	includeEvents?: boolean;
	includeTrail?: boolean;
	/** Names of tools, `*` for any characters, separated by commas. */
	allowTools?: string;
	readOnlyTools?: string;
	imageFields?: string;
	stream?: boolean;
}

/** How the node asks its agent, besides what its fields say. */
export interface Asked {
	published?: PublishedAgents;
	request?: AgentRequest;
}

/**
 * The agent with what is connected to the node, its credentials and its options.
 * @throws TroupeError INPUT_INVALID, TOOL_INVALID, and what composing an agent throws
 */
export async function composeParts(
	context: IExecuteFunctions,
	gate: Gate,
	item: number,
	options: Options,
	sdk?: () => AiNodeSdk,
	{ published, request }: Asked = {},
): Promise<AgentParts> {
	const choice = context.getNodeParameter('model', item) as ModelChoice;
	const rules = readToolRules(context, item, options.allowTools);
	const reference = readReference(context, item, rules);
	const model = await readConnectedModel(context, item, choice);
	const tools = await readTools(context, item, options, sdk);
	const environment = toolsFromEnvironment(undefined, options.allowPrivateNetworks);
	const host = n8nHost({
		...environment,
		gate,
		model,
		tools,
		providers: await readProviders(context, item, choice),
		secrets: await readToolSecrets(context, item, environment.secrets),
	});
	const asked = { ...operatorKnowledge(), ...(await readStore(context, item)), ...host, published, remembers: options.remember ?? true };
	const parts = await composeAgent(reference, asked, request);
	assertChoiceIsUsed(parts, choice);
	return {
		...parts,
		definition: isForm(context, item) ? parts.definition : withOptions(parts.definition, options, rules),
		...(options.dryRun && { mode: 'dry-run' as const }),
	};
}

/** The connected chat model; in version 2 only where the form asks for it. */
async function readConnectedModel(context: IExecuteFunctions, item: number, choice: ModelChoice): Promise<ChatModel | undefined> {
	if (context.getNode().typeVersion > 1 && choice !== 'connected' && choice !== 'chain') return undefined;
	const model = await optionalModel(context, item);
	if (model || choice !== 'connected' || !isForm(context, item)) return model;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No chat model is connected to the input Chat Model.',
		fix: 'Connect a chat model, or choose another option in the field Model: a provider with your credential, or None to quote documents.',
	});
}

/** The form names its model itself: one that the credential names is for definitions. */
async function readProviders(context: IExecuteFunctions, item: number, choice: ModelChoice): Promise<Host['providers']> {
	const providers = await readProviderSettings(context, choice, item);
	if (!isForm(context, item)) return providers;
	return Object.fromEntries(Object.entries(providers).map(([provider, settings]) => [provider, { ...settings, model: undefined }]));
}

async function readTools(context: IExecuteFunctions, item: number, options: Options, sdk?: () => AiNodeSdk): Promise<Tool[]> {
	const patterns = namesIn(options.readOnlyTools);
	const reading = context.getNode().typeVersion > 1 ? readingTools(context) : new Set<string>();
	const isReadOnly = (name: string) => reading.has(name) || patterns.some((pattern) => fitsName(pattern, name));
	const tools = await connectedTools(context, item, isReadOnly, sdk);
	// A tool of another agent has no list to fill.
	if (context.getNode().typeVersion > 1 && !context.isToolExecution())
		rememberTools(`${context.getWorkflow().id ?? ''} ${context.getNode().id}`, tools);
	return tools;
}

/** The database that the form's collection lies in; none for n8n's own store. */
async function readStore(context: IExecuteFunctions, item: number) {
	const knowledgeStore = isForm(context, item)
		? await readChosenStore(context, context.getNodeParameter('store', item, 'none'), item)
		: undefined;
	return { ...(knowledgeStore && { knowledgeStore }) };
}

/** The definition's own rules and limits hold where they are stricter. */
function withOptions(definition: AgentDefinition, { timeout, costUsd }: Options, rules: ToolRule[]): AgentDefinition {
	const { limits, tools } = definition;
	return {
		...definition,
		limits: {
			...limits,
			...(timeout !== undefined && { wallClockMs: Math.min(limits.wallClockMs, timeout * 1000) }),
			...(costUsd && { costUsd: Math.min(limits.costUsd ?? Infinity, costUsd) }),
		},
		...(rules.length > 0 && { tools: { ...tools, rules: [...(tools?.rules ?? []), ...rules] } }),
	};
}

const OF_HOST: ModelChoice[] = ['connected', 'chain', 'none'];

/** A credential that someone chose and the agent would never ask is a mistake; silence would hide it behind quotations. */
function assertChoiceIsUsed({ definition }: AgentParts, choice: ModelChoice): void {
	if (OF_HOST.includes(choice) || definition.model.route.some(({ provider }) => provider === choice)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field Model is set to ${choice}, but the agent "${definition.id}" names no ${choice} model in its route.`,
		fix: `Add {"provider": "${choice}", "model": "…"} to model.route of the agent, or choose The Agent’s Own Models in the field Model.`,
	});
}
