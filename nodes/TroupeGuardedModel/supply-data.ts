import { type ISupplyDataFunctions, NodeConnectionTypes, type SupplyData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate, PublishedAgents } from '../../core/ports';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { openGuard, type PolicyTrust } from '../shared/guardrails/open-guard';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { readPersonalDataOptions } from '../shared/guardrails/read-personal-data-options';
import { readPolicy } from '../shared/guardrails/read-policy';
import { vaultFor } from '../shared/guardrails/vaults';
import { readState } from '../shared/state/read-state';
import { supplyAdmitted } from '../shared/supply-admitted';
import { type ConnectedChatModel, isChatModel } from '../shared/connected/langchain-shape';
import { readConversation } from './read-conversation';
import { guardChatModel } from './guard-chat-model';
import { type CallSettings, GuardedCall, type SystemChecks } from './guarded-call';
import { recordCall } from './record-call';

/** The node's work: the connected model, guarded. */
export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
	gate?: Gate,
	published?: PublishedAgents,
): Promise<SupplyData> {
	const trust = gate ? { gate, published } : defaultTrust();
	return supplyAdmitted(this, { name: 'troupeGuardedModel', gate: trust.gate, item: itemIndex }, async (calls, fault) => {
		const model = connectedModel(await this.getInputConnectionData(NodeConnectionTypes.AiLanguageModel, itemIndex));
		const conversationId = readConversation(this, itemIndex);
		const settings = { ...(await readSettings(this, itemIndex, trust, conversationId)), fault };
		const start = () => new GuardedCall({ ...settings, ...recordCall(this, conversationId) });
		return { response: guardChatModel(model, start, calls) };
	});
}

function connectedModel(connected: unknown): ConnectedChatModel {
	const model: unknown = Array.isArray(connected) ? connected.at(-1) : connected;
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
	trust: PolicyTrust,
	conversationId?: string,
): Promise<Omit<CallSettings, 'began' | 'ended' | 'fault'>> {
	// Version 1 did not check system messages.
	const usual: SystemChecks = context.getNode().typeVersion < 2 ? 'off' : 'withoutInjection';
	const {
		explain = true,
		refuseFiles = false,
		systemMessage = usual,
		contactId = '',
	} = context.getNodeParameter('options', item, {}) as {
		explain?: boolean;
		refuseFiles?: boolean;
		systemMessage?: SystemChecks;
		contactId?: string;
	};
	return {
		vault: await vaultFor(context, readPersonalDataOptions(context, item), conversationId),
		language: await readTenantLanguage(await readState(context)),
		guard: await openGuard(context, await readPolicy(context, item), trust),
		onBlock: context.getNodeParameter('onBlock', item) as CallSettings['onBlock'],
		refusal: context.getNodeParameter('refusal', item, '') as string,
		explain,
		refuseFiles,
		...(contactId !== '' && { contact: contactId }),
		systemMessage,
		passed: new Set(),
	};
}
