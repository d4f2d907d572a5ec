import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { withoutTrace } from '../../../engine-adapter/engine/trace-variable';
import type { Variables } from '../../../engine-adapter/engine/variables';
import { linkInstance } from '../../shared/console-links';
import { callCamunda } from '../../shared/camunda/camunda-request';
import { readSentVariables } from '../read-variables';

/** The cluster ends the wait itself; this covers one that does not. */
const answerMs = 10_000;

const ifMissing = 'Deploy the process first. Check its ID and version, and the base URL in the credential.';

/** POST /v2/process-instances */
export async function start(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const request = readStart(context, item);
	const { variables: _ours, ...created } = await callCamunda(context, item, {
		what: `starting the process "${request.processDefinitionId}"`,
		path: '/process-instances',
		body: request,
		ifMissing,
	});
	return withLink(created);
}

/** POST /v2/process-instances with awaitCompletion: the answer holds the instance's variables. */
export async function startAndWait(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const requestTimeout = (context.getNodeParameter('timeout', item) as number) * 1000;
	const request = { ...readStart(context, item), awaitCompletion: true, requestTimeout };
	const what = `waiting for the process "${request.processDefinitionId}"`;
	const call = { what, path: '/process-instances', body: request, timeoutMs: requestTimeout + answerMs, ifMissing };
	const { variables, ...ended } = await callCamunda(context, item, call);
	return { ...withLink(ended), ...(variables !== undefined && { variables: withoutTrace(variables as Variables) as IDataObject }) };
}

/** A cluster names the instance by a text or a number. */
const withLink = (instance: IDataObject): IDataObject =>
	instance.processInstanceKey === undefined
		? instance
		: { ...instance, ...linkInstance(`${instance.processInstanceKey as string | number}`) };

function readStart(context: IExecuteFunctions, item: number) {
	const { version } = context.getNodeParameter('startOptions', item, {}) as { version?: number };
	return {
		processDefinitionId: context.getNodeParameter('processId', item) as string,
		...(version !== undefined && { processDefinitionVersion: version }),
		...readSentVariables(context, item),
	};
}
