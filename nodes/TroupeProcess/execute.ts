import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { showConsoleLink } from '../shared/console-links';
import { runItems } from '../shared/run-items';
import { broadcastSignal } from './operations/broadcast-signal';
import { deploy } from './operations/deploy';
import { listIncidents, resolveIncident } from './operations/incident';
import { cancelInstance, getInstance, setVariables } from './operations/instance';
import { completeJob, failJob, throwBpmnError } from './operations/job';
import { correlateMessage, publishMessage } from './operations/publish-message';
import { start, startAndWait } from './operations/start';
import { assignUserTask, completeUserTask, listUserTasks } from './operations/user-task';

const operations: Record<string, (context: IExecuteFunctions, item: number) => Promise<IDataObject | IDataObject[]>> = {
	'process:deploy': deploy,
	'process:start': start,
	'process:startAndWait': startAndWait,
	'instance:cancel': cancelInstance,
	'instance:get': getInstance,
	'instance:setVariables': setVariables,
	'message:publish': publishMessage,
	'message:correlate': correlateMessage,
	'signal:broadcast': broadcastSignal,
	'incident:getAll': listIncidents,
	'incident:resolve': resolveIncident,
	'userTask:getAll': listUserTasks,
	'userTask:complete': completeUserTask,
	'userTask:assign': assignUserTask,
	'job:complete': completeJob,
	'job:fail': failJob,
	'job:throwError': throwBpmnError,
};

export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeProcess', async ({ signal, context }) => {
		const outputs = await runItems(context, (item) => findOperation(context, item)(context, item), signal);
		showConsoleLink(context, outputs);
		return outputs;
	});
}

function findOperation(context: IExecuteFunctions, item: number) {
	return operations[`${context.getNodeParameter('resource', item)}:${context.getNodeParameter('operation', item)}`]!;
}
