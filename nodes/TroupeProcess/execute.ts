import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { admitNode } from '../shared/host';
import { runItems } from '../shared/run-items';
import { deploy } from './operations/deploy';
import { publishMessage } from './operations/publish-message';
import { start, startAndWait } from './operations/start';

const OPERATIONS: Record<string, (context: IExecuteFunctions, item: number) => Promise<IDataObject>> = {
	'process:deploy': deploy,
	'process:start': start,
	'process:startAndWait': startAndWait,
	'message:publish': publishMessage,
};

/** The process node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	await admitNode(this, gate, 'troupeProcess');
	return runItems(this, (item) => operationOf(this, item)(this, item));
}

function operationOf(context: IExecuteFunctions, item: number) {
	return OPERATIONS[`${context.getNodeParameter('resource', item)}:${context.getNodeParameter('operation', item)}`]!;
}
