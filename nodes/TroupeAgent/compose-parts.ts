import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import type { ToolLimits } from '../../core/ports/tools/tool-shapes';
import type { ToolRule } from '../../core/tools/definition/rules';
import type { AgentRequest } from '../../core/agents/agent-request';
import type { AgentParts } from '../../core/agents/run-agent';
import { tightenLimits } from '../../core/agents/run-options';
import { TroupeError } from '../../core/base/errors';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import type { Tool } from '../../core/ports/tools/tools';
import { composeAgent } from '../../providers/compose/agents/agent';
import { composeSeenTools } from '../../providers/compose/state/host-seen-tools';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import type { AiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { connectedMemory } from '../shared/connected/connected-memory';
import type { ConnectedTool } from '../shared/connected/connected-tool';
import { connectedTools } from '../shared/connected/connected-tools';
import { n8nHost } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { operatorKnowledge, readChosenStore } from '../shared/knowledge/read-knowledge-host';
import { type NodeState, readState } from '../shared/state/read-state';
import { type AllowOptions, readToolRules } from './form/read-tool-rules';
import { type ModelChoice, readModelChoice, readModels } from './request/read-models';
import type { WriterOptions } from './request/writer/read-writer';
import { isForm, readReference } from './request/read-reference';
import { readToolSecrets } from './tools/tool-secrets';
import { readingTools } from './tools/reading-tools';
import type { AgentReference } from '../../providers/compose/agents/agent-reference';
import type { ToolEffect } from '../../core/ports/tools/tool-effect';
import { fitsName } from '../../core/tools/tool-names';
import { splitNames } from '../shared/split-names';

/** Entry of the option Limits of Tools. 0 means an empty field. */
interface NamedLimits extends Omit<ToolLimits, 'timeoutMs'> {
	/** Names, `*` for any characters, separated by commas. */
	tools?: string;
	/** Seconds. */
	timeout?: number;
}

/** The first matching entry applies. @throws TroupeError INPUT_INVALID for a cost without a price, or a price without a cost */
function findNamedLimits(tool: string, entries: NamedLimits[] = []): ToolLimits | undefined {
	const entry = entries.find(({ tools }) => splitNames(tools).some((pattern) => fitsName(pattern, tool)));
	if (!entry) return undefined;
	const { calls, resultCharacters, costUsd, priceUsd, timeout } = entry;
	if (!costUsd !== !priceUsd) throw incomplete(tool);
	return {
		...(calls && { calls }),
		...(resultCharacters && { resultCharacters }),
		...(costUsd && { costUsd, priceUsd }),
		...(timeout && { timeoutMs: timeout * 1000 }),
	};
}

const incomplete = (tool: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The limits of the tool ${tool.slice(0, 64)} have only one of Max Cost and Price of a Call.`,
		fix: 'Enter both in Limits of Tools, or neither.',
	});

interface NamedEffect {
	/** Names, `*` for any characters, separated by commas. */
	tools?: string;
	effect?: ToolEffect;
}

const findNamedEffect = (tool: string, entries: NamedEffect[] = []): ToolEffect | undefined =>
	entries.find(({ tools }) => splitNames(tools).some((pattern) => fitsName(pattern, tool)))?.effect;

/** Each is absent until added. */
export interface Options extends AllowOptions, WriterOptions {
	remember?: boolean;
	shareConversation?: boolean;
	timeout?: number;
	/** US dollars per message. */
	costUsd?: number;
	dryRun?: boolean;
	allowPrivateNetworks?: boolean;
	includeEvents?: boolean;
	includeTrail?: boolean;
	toolEffects?: { effects?: NamedEffect[] };
	toolLimits?: { limits?: NamedLimits[] };
	imageFields?: string;
	/** Default: true. */
	passthroughBinaryImages?: boolean;
	stream?: boolean;
}

interface Asked {
	/** Set if it differs from the agent in the fields. */
	reference?: AgentReference;
	published?: PublishedAgents;
	request?: AgentRequest;
	output?: AgentDefinition['output'];
}

interface NodeAgent {
	parts: AgentParts;
	reference: AgentReference;
	remarks: string[];
}

/** Adds connected nodes, credentials and options. @throws TroupeError INPUT_INVALID, TOOL_INVALID, and what composing an agent throws */
export async function composeParts(
	context: IExecuteFunctions,
	gate: Gate,
	item: number,
	options: Options,
	sdk?: () => AiNodeSdk,
	{ reference: given, published, request, output }: Asked = {},
): Promise<NodeAgent> {
	const choice = readModelChoice(context, item);
	const rules = readToolRules(context, item, options);
	const reference = given ?? readReference(context, item, rules);
	const models = await readModels(context, item, choice);
	const state = await readState(context);
	const tools = await readTools(context, item, options, state, sdk);
	const environment = toolsFromEnvironment(undefined, options.allowPrivateNetworks);
	const host = n8nHost({
		...state,
		...environment,
		gate,
		...models,
		tools,
		secrets: await readToolSecrets(context, item, environment.secrets),
		// The credential's secrets are those of the workflow's author, who wrote the definition too.
		inline: { ...environment.inline, secrets: await readToolSecrets(context, item, environment.inline.secrets) },
	});
	const store = await readStore(context, item);
	const remembers = options.remember ?? true;
	const composition = {
		...operatorKnowledge(isForm(context, item) ? undefined : state.database),
		...store,
		...host,
		published,
		...(output && { output }),
		remembers,
		...(options.shareConversation && { sharesConversations: true }),
		failsWithoutAnswer: failsWithoutAnswer(context, item),
	};
	const mode = options.dryRun && { mode: 'dry-run' as const };
	const parts = await composeAgent(reference, composition, { ...request, ...mode });
	assertChoiceIsUsed(parts, choice);
	const memory = remembers ? await connectedMemory(context, item) : undefined;
	const definition = isForm(context, item) ? parts.definition : withOptions(parts.definition, options, rules);
	const named = {
		'Effects of Tools': options.toolEffects?.effects,
		'Limits Without Approval': options.allowLimits?.limits,
		'Limits of Tools': options.toolLimits?.limits,
	};
	return { reference, remarks: listUnmatched(named, tools), parts: { ...parts, ...(memory && { memory }), definition, ...mode } };
}

async function readTools(
	context: IExecuteFunctions,
	item: number,
	options: Options,
	state: NodeState,
	sdk?: () => AiNodeSdk,
): Promise<Tool[]> {
	const onlyReads = readingTools(context);
	const findEffect = (tool: ConnectedTool) =>
		findNamedEffect(tool.name, options.toolEffects?.effects) ?? (onlyReads(tool) ? 'reads' : 'irreversible');
	const tools = await connectedTools(context, item, findEffect, sdk);
	// A tool of another agent has no list to fill.
	if (!isTool(context)) await (await composeSeenTools(state))?.remember(`${context.getWorkflow().id ?? ''} ${context.getNode().id}`, tools);
	return tools.map((tool) => {
		const limits = findNamedLimits(tool.name, options.toolLimits?.limits);
		return limits ? { ...tool, limits: { ...tool.limits, ...limits } } : tool;
	});
}

/** Database of the form's collection; none for n8n's own store. */
async function readStore(context: IExecuteFunctions, item: number) {
	const knowledgeStore = isForm(context, item)
		? await readChosenStore(context, context.getNodeParameter('store', item, 'none'), item)
		: undefined;
	return { ...(knowledgeStore && { knowledgeStore }) };
}

function failsWithoutAnswer(context: IExecuteFunctions, item: number): boolean {
	const { whenNoModelAnswers = 'fail' } = context.getNodeParameter('options', item, {}) as { whenNoModelAnswers?: string };
	return whenNoModelAnswers === 'fail';
}

/** The definition's stricter rules and limits stay. */
function withOptions(definition: AgentDefinition, { timeout, costUsd }: Options, rules: ToolRule[]): AgentDefinition {
	const { tools } = definition;
	return {
		...tightenLimits(definition, { costUsd, ...(timeout !== undefined && { timeoutMs: timeout * 1000 }) }),
		...(rules.length > 0 && { tools: { ...tools, rules: [...(tools?.rules ?? []), ...rules] } }),
	};
}

/** An unused credential is a mistake. Without an error, the agent would silently quote its documents. */
function assertChoiceIsUsed({ definition }: AgentParts, { providers }: ModelChoice): void {
	const unused = providers.find((provider) => definition.model.route.every((model) => model.provider !== provider));
	if (!unused) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The node is set to use ${unused}, but the agent "${definition.id}" has no ${unused} model in model.route.`,
		fix: `Add {"provider": "${unused}", "model": "…"} to model.route of the agent, or remove ${unused} from the field "Models".`,
	});
}

type NamedEntries = Record<string, Array<{ tools?: string }> | undefined>;

/** Reports entries that match no connected tool: a misspelt name would silently leave a tool without limits. */
function listUnmatched(options: NamedEntries, tools: ReadonlyArray<{ name: string }>): string[] {
	const connected = tools.length > 0 ? `Connected tools: ${tools.map(({ name }) => name).join(', ')}.` : 'No tool is connected.';
	return Object.entries(options).flatMap(([label, entries = []]) =>
		entries.flatMap((entry) => {
			const names = splitNames(entry.tools);
			if (names.length === 0) return [`An entry of the option ${label} names no tool. ${connected}`];
			const unmatched = names.filter((pattern) => !tools.some(({ name }) => fitsName(pattern, name)));
			return unmatched.length > 0 ? [`The option ${label} names ${unmatched.join(', ')}, which is not connected. ${connected}`] : [];
		}),
	);
}
