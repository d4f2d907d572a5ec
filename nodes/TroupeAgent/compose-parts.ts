import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentDefinition } from '../../core/agents/agent-definition';
import type { AgentRequest } from '../../core/agents/agent-request';
import type { AgentParts } from '../../core/agents/run-agent';
import { TroupeError } from '../../core/errors';
import type { Gate, PublishedAgents } from '../../core/ports';
import { fitsName } from '../../core/tools/tool-names';
import { composeAgent } from '../../providers/compose/agent';
import { toolsFromEnvironment } from '../../providers/tools-from-environment';
import type { AiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { optionalModel } from '../shared/optional-model';
import { connectedTools } from '../shared/connected-tools';
import { n8nHost } from '../shared/host';
import { operatorKnowledge } from '../shared/knowledge/read-knowledge-host';
import { type ModelChoice, readProviderSettings } from '../shared/read-credentials';
import { readReference } from './read-reference';
import { readToolSecrets } from './tool-secrets';

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
	{ published, request }: { published?: PublishedAgents; request?: AgentRequest } = {},
): Promise<AgentParts> {
	const choice = context.getNodeParameter('model', item) as ModelChoice;
	const model = await optionalModel(context, item);
	const readOnly = namesOf(options.readOnlyTools);
	const tools = await connectedTools(context, item, (name) => readOnly.some((pattern) => fitsName(pattern, name)), sdk);
	const environment = toolsFromEnvironment(undefined, options.allowPrivateNetworks);
	const host = n8nHost({
		...environment,
		gate,
		model,
		tools,
		providers: await readProviderSettings(context, choice, item),
		secrets: await readToolSecrets(context, item, environment.secrets),
	});
	const asked = {
		...operatorKnowledge(),
		...host,
		published,
		remembers: options.remember ?? true,
		failsWithoutAnswer: failsWithoutAnswer(context, item),
	};
	const parts = await composeAgent(readReference(context, item), asked, request);
	assertChoiceIsUsed(parts, choice);
	return {
		...parts,
		definition: withOptions(parts.definition, options),
		...(options.dryRun && { mode: 'dry-run' as const }),
	};
}

/** Version 1 has no such field, and quotes the documents. */
function failsWithoutAnswer(context: IExecuteFunctions, item: number): boolean {
	const otherwise = context.getNode().typeVersion >= 2 ? 'fail' : 'quote';
	return context.getNodeParameter('whenNoModelAnswers', item, otherwise) === 'fail';
}

/** The definition's own rules and limits hold where they are stricter. */
function withOptions(definition: AgentDefinition, { timeout, costUsd, allowTools }: Options): AgentDefinition {
	const { limits, tools } = definition;
	const allowed = namesOf(allowTools).map((tool) => ({ tool, permission: 'allow' as const }));
	return {
		...definition,
		limits: {
			...limits,
			...(timeout !== undefined && { wallClockMs: Math.min(limits.wallClockMs, timeout * 1000) }),
			...(costUsd && { costUsd: Math.min(limits.costUsd ?? Infinity, costUsd) }),
		},
		...(allowed.length > 0 && { tools: { ...tools, rules: [...(tools?.rules ?? []), ...allowed] } }),
	};
}

const namesOf = (names = '') =>
	names
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);

/** A credential that someone chose and the agent would never ask is a mistake; silence would hide it behind quotations. */
function assertChoiceIsUsed({ definition }: AgentParts, choice: ModelChoice): void {
	if (choice === 'chain' || choice === 'none' || definition.model.route.some(({ provider }) => provider === choice)) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The node is set to use the ${choice} credential, and the agent "${definition.id}" names no ${choice} model in its route.`,
		fix: `Add {"provider": "${choice}", "model": "…"} to the agent's model.route, or set Model to From Agent's Chain.`,
	});
}
