import { type ISupplyDataFunctions, type SupplyData, type IDataObject, NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { GuardParts } from '../../core/guardrails/policy/check-kind';
import type { Guard } from '../../core/guardrails/policy/guard';
import type { PersonalDataVault } from '../../core/ports/guardrails/vault';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import type { ChatMessage, ChatModel, ChatRequest } from '../../core/ports/models/models';
import { defaultTrust } from '../../manifests/gate/default-gate';
import type { StandardPart } from '../../core/guardrails/policy/standard-policy';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { createImageDownload } from '../../providers/http/download-image';
import { readStandardWithout } from '../../providers/compose/guardrails/standard';
import type { PolicyTrust } from '../shared/guardrails/open-guard';
import { withSwitches } from '../../providers/compose/state/host-switches';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { openGuard } from '../shared/guardrails/open-guard';
import { meterJudge } from '../shared/guardrails/read-judge';
import { readModerator, withModeration } from '../shared/guardrails/read-moderation';
import { readPersonalDataOptions } from '../shared/guardrails/read-personal-data-options';
import { readPolicy } from '../shared/guardrails/read-policy';
import { refuseUnverified } from '../shared/guardrails/refuse-unverified';
import { vaultFor } from '../shared/guardrails/vaults';
import { readState } from '../shared/state/read-state';
import { admittedCalls } from '../shared/admitted-calls';
import { supplyAdmitted } from '../shared/supply-admitted';
import { type ConnectedChatModel, isChatModel } from '../shared/connected/langchain-shape';
import { connectedByInput } from '../shared/connected/connected-by-input';
import { guardChatModel } from './guard-chat-model';
import { GuardedCall } from './guarded-call';
import { readSession } from '../shared/read-session';
import { recordViolations } from '../shared/guardrails/record-violations';
import type { CallSettings, SystemChecks } from './call-settings';

export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
	gate?: Gate,
	published?: PublishedAgents,
): Promise<SupplyData> {
	const trust = gate ? { gate, published } : defaultTrust();
	return supplyAdmitted(this, { name: 'troupeGuardedModel', gate: trust.gate, item: itemIndex }, async (_, fault) => {
		const models = await connectedByInput(this, itemIndex);
		const model = connectedModel(models.get(1));
		const conversationId = readConversation(this, itemIndex);
		const settings = { ...(await readSettings(this, itemIndex, { trust, models }, conversationId)), fault };
		const start = () => new GuardedCall({ ...settings, ...recordCall(this, conversationId) });
		const gate = await withSwitches(trust.gate, await readState(this), { run: this.getExecutionId() });
		return { response: guardChatModel(model, start, admittedCalls(this, gate, 'troupeGuardedModel')) };
	});
}

function connectedModel(model: unknown): ConnectedChatModel {
	if (isChatModel(model)) return model;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: model ? 'The node connected to the Model input is not a chat model, so it cannot be guarded.' : 'No model is connected.',
		fix: "Connect one of n8n's chat model nodes, such as OpenAI Chat Model.",
	});
}

async function readSettings(
	context: ISupplyDataFunctions,
	item: number,
	{ trust, models }: { trust: PolicyTrust; models: ConnectedModels },
	conversationId?: string,
): Promise<Omit<CallSettings, 'began' | 'ended' | 'fault'>> {
	const {
		explain = true,
		switchOff = [],
		systemMessage = 'withoutInjection',
		contactId = '',
	} = context.getNodeParameter('options', item, {}) as {
		explain?: boolean;
		switchOff?: StandardPart[];
		systemMessage?: SystemChecks;
		contactId?: string;
	};
	const vault = await vaultFor(context, readPersonalDataOptions(context, item), conversationId);
	return {
		vault,
		language: await readTenantLanguage(await readState(context)),
		guard: await readGuard(context, item, { models, vault, trust }),
		onBlock: context.getNodeParameter('onBlock', item) as CallSettings['onBlock'],
		refusal: context.getNodeParameter('refusal', item, '') as string,
		explain,
		download: createImageDownload({ allowPrivateNetworks: toolsFromEnvironment().allowPrivateNetworks }),
		refuseFiles: ![...switchOff, ...readStandardWithout()].includes('files'),
		...(contactId !== '' && { contact: contactId }),
		systemMessage,
		passed: new Set(),
	};
}

/**
 * The conversation that the node's tokens belong to.
 * @returns undefined where they belong to the execution
 * @throws TroupeError INPUT_INVALID
 */
function readConversation(context: ISupplyDataFunctions, item: number): string | undefined {
	if (context.getNodeParameter('tokensFor', item) !== 'conversation') return undefined;
	return readSession(context, item, ', or set "Keep Tokens For" to "One Execution"');
}

/** Shows each call among the run's data: counts, outcome and violations, nothing that anyone wrote. Violations are kept in the host's log too. */
function recordCall(context: ISupplyDataFunctions, conversationId?: string): Pick<CallSettings, 'began' | 'ended'> {
	const type = NodeConnectionTypes.AiLanguageModel;
	const show = (facts: object) => [[{ json: { ...facts } as IDataObject }]];
	let index: number | undefined;
	return {
		began: (facts) => void ({ index } = context.addInputData(type, show(facts))),
		async ended(report) {
			if (index !== undefined) context.addOutputData(type, index, show(report));
			await recordViolations(context, report.violations, conversationId);
		},
	};
}

type ConnectedModels = ReadonlyMap<number, unknown>;

interface GuardSources {
	models: ConnectedModels;
	vault: PersonalDataVault;
	trust: PolicyTrust;
}

/** @throws TroupeError POLICY_INVALID, INPUT_INVALID */
async function readGuard(context: ISupplyDataFunctions, item: number, { models, vault, trust }: GuardSources): Promise<Guard> {
	const policy = await readPolicy(context, item);
	const judge = await readJudge(context, item, models);
	if (policy) refuseUnverified(policy, judge !== undefined, 'Choose one in the field "Use a Judge"');
	const parts: GuardParts = { judge, ...(await readModerator(context, item)) };
	const { switchOff: without = [] } = context.getNodeParameter('options', item, {}) as { switchOff?: StandardPart[] };
	return openGuard(context, policy && withModeration(policy, context, item), trust, maskParts(parts, vault), { without });
}

async function readJudge(context: ISupplyDataFunctions, item: number, models: ConnectedModels): Promise<ChatModel | undefined> {
	const from = context.getNodeParameter('judgeFrom', item, 'none') as 'none' | 'model' | 'connected';
	if (from === 'none') return undefined;
	const judge = await meterJudge(context, models.get(from === 'model' ? 1 : 2));
	if (judge) return judge;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "Use a Judge" chooses another model, but nothing is connected to the input "Judge".',
		fix: 'Connect a chat model to the input "Judge", or choose "The Guarded Model" or "None".',
	});
}

/** The judge and the moderation service of a guarded model: they see tokens, as the model does. */
function maskParts({ judge, openModerator, ...parts }: GuardParts, vault: PersonalDataVault): GuardParts {
	const mask = async (text: string) => (await vault.mask(text)).text;
	return {
		...parts,
		...(judge && { judge: maskJudge(judge, mask) }),
		...(openModerator && {
			openModerator: (model) => {
				const moderator = openModerator(model);
				return moderator && { ...moderator, moderate: async (text, signal) => moderator.moderate(await mask(text), signal) };
			},
		}),
	};
}

type Mask = (text: string) => Promise<string>;

function maskJudge(judge: ChatModel, mask: Mask): ChatModel {
	const masked = async (request: ChatRequest): Promise<ChatRequest> => ({
		...request,
		messages: await Promise.all(request.messages.map((message) => maskMessage(message, mask))),
	});
	return {
		id: judge.id,
		...(judge.metered !== undefined && { metered: judge.metered }),
		generate: async (request, signal) => judge.generate(await masked(request), signal),
		async *stream(request, signal) {
			yield* judge.stream(await masked(request), signal);
		},
	};
}

async function maskMessage(message: ChatMessage, mask: Mask): Promise<ChatMessage> {
	return message.role === 'user' && typeof message.content === 'string' ? { ...message, content: await mask(message.content) } : message;
}
