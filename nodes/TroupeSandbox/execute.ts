import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { openService, requireService } from './open-service';
import { readText } from './read-text';
import { readScript } from './read-script';
import { runHere, runThere } from './run-script';

/** The sandbox node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeSandbox', ({ signal }) => {
		const operations: Record<string, (item: number) => Promise<IDataObject>> = {
			run: async (item) => {
				const script = readScript(this, item);
				const service = await openService(this, item, signal);
				return service === undefined ? runHere(script, signal) : runThere(script, service);
			},
			report: async (item) => ({ ...(await (await requireService(this, item, signal)).report(readText(this, 'runId', item))) }),
		};
		return runItems(this, (item) => operations[String(this.getNodeParameter('operation', item))]!(item), signal);
	});
}
