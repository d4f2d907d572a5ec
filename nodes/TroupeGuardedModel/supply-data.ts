import { type ISupplyDataFunctions, type SupplyData, type IDataObject, NodeConnectionTypes } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import { defaultTrust } from '../../manifests/gate/default-gate';
import type { StandardPart } from '../../core/guardrails/policy/standard-policy';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { createImageDownload } from '../../providers/http/download-image';
import { readStandardWithout } from '../../providers/compose/guardrails/standard';
import type { PolicyTrust } from '../shared/guardrails/open-guard';
import { withSwitches } from '../../providers/compose/state/host-switches';
import { readTenantLanguage } from '../../providers/compose/state/host-tenants';
import { readPersonalDataOptions } from '../shared/guardrails/read-personal-data-options';
import { vaultFor } from '../shared/guardrails/vaults';
import { readState } from '../shared/state/read-state';
import { admittedCalls } from '../shared/admitted-calls';
import { supplyAdmitted } from '../shared/supply-admitted';
import { type ConnectedChatModel, isChatModel } from '../shared/connected/langchain-shape';
import { connectedByInput } from '../shared/connected/connected-by-input';
import { type ConnectedModels, readGuard } from './read-guard';
import { guardChatModel } from './guard-chat-model';
import { GuardedCall } from './guarded-call';
import { readSession } from '../shared/read-session';
import { recordViolations } from '../shared/guardrails/record-violations';
import type { CallSettings, SystemChecks } from './call-settings';

/** The node's work: the connected model, guarded. */
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
		// A model that is not of Troupe does not know of stops.
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
