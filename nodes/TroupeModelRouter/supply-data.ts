import type { IExecuteFunctions, INodeParameterResourceLocator, ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import type { ModelReference } from '../../core/agents/definition/model-route';
import { TroupeError } from '../../core/base/errors';
import type { ModelCondition } from '../../core/llm/router/model-condition';
import type { RouteStep } from '../../core/llm/router/route-step';
import type { Gate } from '../../core/ports/manifests';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { defaultGate } from '../../manifests/gate/default-gate';
import type { ModelHost } from '../../providers/compose/hosts/model-host';
import { composeRouter, composeSteps } from '../../providers/compose/models/models';
import { type Adapter, completeAdapter } from '../shared/ai-node-sdk/complete-adapter';
import { type AiNodeSdk, loadAiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { createTroupeModel, type TroupeModelSettings, type CallFacts } from '../shared/ai-node-sdk/troupe-model';
import { admittedModel } from '../shared/admitted-calls';
import { connectedByInput } from '../shared/connected/connected-by-input';
import { fromConnected } from '../shared/connected/connected-chat-model';
import { withExecutionBudget } from '../shared/models/execution-budget';
import { readBudgets } from '../shared/models/read-budgets';
import type { CredentialKind } from '../shared/models/provider-credentials';
import { readSettings } from '../shared/read-credentials';
import { readState } from '../shared/state/read-state';
import { supplyAdmitted } from '../shared/supply-admitted';
import { describeAttempts } from '../shared/connected/describe-attempts';

/** One model of the node's list. */
interface Entry {
	source: 'connected' | ProviderName;
	credentialKind?: CredentialKind;
	model?: INodeParameterResourceLocator | string;
	input?: number;
	when?: ModelCondition;
	/** Seconds; 0 for none. */
	timeout?: number;
}

/**
 * The node's models, in their order.
 * @throws TroupeError INPUT_INVALID
 */
async function readSteps(context: ISupplyDataFunctions, itemIndex: number): Promise<RouteStep[]> {
	const entries = context.getNodeParameter('models.model', itemIndex, []) as Entry[];
	if (entries.length === 0) throw invalid('The list of models is empty.', 'Add a model to the field "Models".');
	const connected = entries.some(({ source }) => source === 'connected')
		? await connectedByInput(context, itemIndex)
		: new Map<number, unknown>();
	const { execution, lasting, scope } = readBudgets(context, itemIndex);
	const key = `${context.getExecutionId()} ${scope}`;
	const state = await readState(context);
	const steps: RouteStep[] = [];
	for (const entry of entries) {
		const { route, ...models } = await readModel(context, itemIndex, entry, connected);
		const [step] = await composeSteps(route, { ...state, ...models }, { id: scope, budgets: lasting });
		const { source, input = 1, when, timeout } = entry;
		steps.push({
			...step!,
			...(source === 'connected' && { server: `input Model ${input}` }),
			model: withExecutionBudget(step!.model, execution, key),
			when,
			timeoutMs: timeout ? timeout * 1000 : undefined,
		});
	}
	return steps;
}

async function readModel(
	context: ISupplyDataFunctions,
	itemIndex: number,
	{ source, credentialKind = 'troupe', model, input = 1 }: Entry,
	connected: Map<number, unknown>,
): Promise<Pick<ModelHost, 'model' | 'providers'> & { route: ModelReference[] }> {
	if (source === 'connected') {
		if (connected.get(input)) return { model: fromConnected(connected.get(input)), providers: {}, route: [] };
		throw invalid(
			`The list of models uses the connected model ${input}, but nothing is connected to the input Model ${input}.`,
			'Connect a chat model there, or remove the entry from the list.',
		);
	}
	const settings = await readSettings(context, source, itemIndex, credentialKind);
	const name = readName(model) || settings.model;
	if (!name) throw invalid(`An entry in the list of models has no model name for ${source}.`, 'Fill in its field "Model Name".');
	return { providers: { [source]: { ...settings, model: undefined } }, route: [{ provider: source, model: name }] };
}

const readName = (model: Entry['model']) => String((typeof model === 'object' ? model.value : model) ?? '').trim();

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}

/** The node's work: its models behind a router, as one model of n8n's. */
export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
	gate: Gate = defaultGate(),
	givenSdk?: AiNodeSdk,
): Promise<SupplyData> {
	return supplyAdmitted(this, { name: 'troupeModelRouter', gate, item: itemIndex }, async (calls, fault) => {
		const sdk = givenSdk ?? loadAiNodeSdk();
		const request = this.getNodeParameter('options', itemIndex, {}) as TroupeModelSettings['request'];
		const model = admittedModel(composeRouter(await readSteps(this, itemIndex), {}), calls);
		const { response } = sdk.supplyModel(this, createTroupeModel(sdk, { model, request, fault }));
		const said = new Set<string>();
		return { response: completeAdapter(response as Adapter, (facts) => publishFacts(this, facts, said)) };
	});
}

/**
 * Adds to n8n's record of the run which model answered, after how many tries, and where the price is from; the SDK adds tokens and cost.
 * Where a model failed, a hint above the router's output says so.
 * @param said the hints that stand there already: an agent asks in several rounds
 */
function publishFacts(context: ISupplyDataFunctions, { model, attempts, priceTable }: CallFacts, said: Set<string>): void {
	const tracing = { 'llm.model': model, 'llm.attempts': attempts.length, ...(priceTable !== null && { 'llm.cost.table': priceTable }) };
	// Not every context of a sub-node has them, and its type neither.
	const optional = context as Partial<Pick<IExecuteFunctions, 'addExecutionHints'>> & { setMetadata?(metadata: object): void };
	optional.setMetadata?.({ tracing });
	const message = describeAttempts(attempts);
	if (message === undefined || said.has(message)) return;
	said.add(message);
	optional.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
}
