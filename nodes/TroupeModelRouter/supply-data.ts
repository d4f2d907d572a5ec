import type { ISupplyDataFunctions, SupplyData, IExecuteFunctions } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { composeRouter } from '../../providers/compose/models/models';
import { type Adapter, completeAdapter } from '../shared/ai-node-sdk/complete-adapter';
import { type AiNodeSdk, loadAiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { createTroupeModel, type TroupeModelSettings, type CallFacts } from '../shared/ai-node-sdk/troupe-model';
import { admittedModel } from '../shared/admitted-calls';
import { supplyAdmitted } from '../shared/supply-admitted';
import { readSteps } from './read-steps';
import { describeAttempts } from '../shared/connected/describe-attempts';

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
