import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { actAs } from '../../core/audit/actor';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { showConsoleLink } from '../shared/console-links';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { streamToChat } from '../TroupeAgent/result/stream-to-chat';
import { openNodePlans, type PlanTrust } from './open-plans';
import { inWordsOfNodes } from './plan-fault';
import { nameWorkflow, operations } from './operations';

/** The planner node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, trust: PlanTrust = defaultTrust()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, trust.gate, 'troupePlanner', async ({ gate, signal, context }) => {
		const work = async (item: number) => {
			const operation = operations[String(context.getNodeParameter('operation', item))]!;
			try {
				const open = () => openNodePlans(context, item, { ...trust, gate });
				const json = await actAs({ name: nameWorkflow(context) }, () => operation({ context, item, signal, open }));
				// A chat that streams shows what is sent to it, and nothing else.
				if (!Array.isArray(json)) streamToChat(context, item)?.end(json.output as string);
				return json;
			} catch (error) {
				throw inWordsOfNodes(error);
			}
		};
		const outputs = await runItems(context, work, signal);
		showConsoleLink(context, outputs);
		return outputs;
	});
}
