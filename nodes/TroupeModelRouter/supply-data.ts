import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { composeRouter } from '../../providers/compose/models';
import { type Adapter, completeAdapter } from '../shared/ai-node-sdk/complete-adapter';
import { type AiNodeSdk, loadAiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { createTroupeModel, type TroupeModelSettings } from '../shared/ai-node-sdk/troupe-model';
import { admittedCalls, admittedModel } from '../shared/admitted-calls';
import { admitNode } from '../shared/host';
import { toNodeError } from '../shared/to-node-error';
import { publishFacts } from './publish-facts';
import { readSteps } from './read-steps';

/** The node's work: its models behind a router, as one model of n8n's. */
export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
	gate: Gate = defaultGate(),
	givenSdk?: AiNodeSdk,
): Promise<SupplyData> {
	await admitNode(this, gate, 'troupeModelRouter');
	const fault = (error: unknown) => toNodeError(this.getNode(), error, itemIndex);
	try {
		const sdk = givenSdk ?? loadAiNodeSdk();
		const request = this.getNodeParameter('options', itemIndex, {}) as TroupeModelSettings['request'];
		const model = admittedModel(composeRouter(await readSteps(this, itemIndex), {}), admittedCalls(this, gate, 'troupeModelRouter'));
		const { response } = sdk.supplyModel(this, createTroupeModel(sdk, { model, request, fault }));
		return { response: completeAdapter(response as Adapter, (facts) => publishFacts(this, facts)) };
	} catch (error) {
		throw fault(error);
	}
}
