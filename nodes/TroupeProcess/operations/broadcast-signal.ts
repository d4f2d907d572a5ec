import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callCamunda } from '../../shared/camunda/camunda-request';
import { readSentVariables } from '../read-variables';

/** POST /v2/signals/broadcast */
export async function broadcastSignal(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const signalName = context.getNodeParameter('signalName', item) as string;
	return callCamunda(context, item, {
		what: `broadcasting the signal "${signalName}"`,
		path: '/signals/broadcast',
		body: { signalName, ...readSentVariables(context, item) },
	});
}
