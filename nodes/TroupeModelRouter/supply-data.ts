import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { composeRouter } from '../../providers/compose/models/models';
import { type Adapter, completeAdapter } from '../shared/ai-node-sdk/complete-adapter';
import { type AiNodeSdk, loadAiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { createTroupeModel, type TroupeModelSettings } from '../shared/ai-node-sdk/troupe-model';
import { admittedModel } from '../shared/admitted-calls';
import { supplyAdmitted } from '../shared/supply-admitted';
import { publishFacts } from './publish-facts';
import { readSteps } from './read-steps';

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
