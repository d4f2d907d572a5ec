import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { askCamunda, readAnswer } from '../../shared/camunda/camunda-request';
import { camundaProblem, isUnknown } from '../../shared/camunda/camunda-problem';
import { readVariables } from '../read-variables';
import { readKey } from '../read-key';
import type { CamundaCall } from '../../shared/camunda/camunda-call';

/** POST /v2/jobs/{key}/completion */
export async function completeJob(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	return answerJob(context, item, 'completing', 'completion', { variables: readVariables(context, item) });
}

/** POST /v2/jobs/{key}/failure */
export async function failJob(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	return answerJob(context, item, 'failing', 'failure', {
		errorMessage: context.getNodeParameter('errorMessage', item, ''),
		retries: context.getNodeParameter('retries', item),
		retryBackOff: (context.getNodeParameter('backoff', item, 0) as number) * 1000,
	});
}

/** POST /v2/jobs/{key}/error */
export async function throwBpmnError(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	return answerJob(context, item, 'throwing a BPMN error from', 'error', {
		errorCode: context.getNodeParameter('errorCode', item),
		errorMessage: context.getNodeParameter('errorMessage', item, ''),
		variables: readVariables(context, item),
	});
}

/** Delivery is at least once: a job that another worker has answered, or whose instance has ended, does not count as an error. */
async function answerJob(context: IExecuteFunctions, item: number, doing: string, path: string, body: IDataObject): Promise<IDataObject> {
	const key = readKey(context, item, 'jobKey');
	const call: CamundaCall = { what: `${doing} the job ${key}`, path: `/jobs/${key}/${path}`, body };
	const answer = await askCamunda(context, call, context.getExecutionCancelSignal(), item);
	if (answer.status < 400) {
		readAnswer(call, answer);
		return { jobKey: key, success: true, superseded: false };
	}
	if (isUnknown(answer)) return { jobKey: key, success: false, superseded: true };
	throw camundaProblem(context.getNode(), item, call, answer);
}
