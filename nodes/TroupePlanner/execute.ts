import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { showConsoleLink } from '../shared/console-links';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { openNodePlans, type PlanTrust } from './open-plans';
import { inWordsOfNodes } from './plan-fault';
import { operations } from './operations';

/** The planner node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, trust: PlanTrust = defaultTrust()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, trust.gate, 'troupePlanner', async ({ gate, signal, context }) => {
		const work = async (item: number) => {
			const operation = operations[String(context.getNodeParameter('operation', item))]!;
			try {
				return await operation({ context, item, signal, open: () => openNodePlans(context, item, { ...trust, gate }) });
			} catch (error) {
				throw inWordsOfNodes(error);
			}
		};
		const outputs = await runItems(context, work, signal);
		showConsoleLink(context, outputs);
		return outputs;
	});
}
