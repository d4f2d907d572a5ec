import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { linkInstance } from '../../shared/console-links';
import { callCamunda } from '../../shared/camunda/camunda-request';
import { parseKeepingKeys } from '../../shared/camunda/parse-keeping-keys';
import { readVariables } from '../read-variables';
import { readKey } from '../read-key';

const ended = 'Check the key. If it is correct, the instance has already completed or was cancelled.';

/** POST /v2/process-instances/{key}/cancellation */
export async function cancelInstance(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const key = readKey(context, item, 'processInstanceKey');
	await callCamunda(context, item, {
		what: `cancelling the process instance ${key}`,
		path: `/process-instances/${key}/cancellation`,
		body: {},
		ifMissing: ended,
	});
	return { processInstanceKey: key, success: true };
}

/** GET /v2/process-instances/{key}; its variables by POST /v2/variables/search */
export async function getInstance(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const key = readKey(context, item, 'processInstanceKey');
	const instance = await callCamunda(context, item, {
		what: `reading the process instance ${key}`,
		method: 'GET',
		path: `/process-instances/${key}`,
		since: '8.8',
		ifMissing: 'Check the key. A cluster exports its data with a delay: right after the start, try again a moment later.',
	});
	const { includeVariables = false } = context.getNodeParameter('instanceOptions', item, {}) as { includeVariables?: boolean };
	const shown = { ...instance, ...linkInstance(key) };
	return includeVariables ? { ...shown, variables: await fetchVariables(context, item, key) } : shown;
}

/** PUT /v2/element-instances/{key}/variables: an instance is an element instance too. */
export async function setVariables(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const key = readKey(context, item, 'scopeKey');
	const { local = false } = context.getNodeParameter('variableOptions', item, {}) as { local?: boolean };
	await callCamunda(context, item, {
		what: `setting variables of ${key}`,
		method: 'PUT',
		path: `/element-instances/${key}/variables`,
		body: { variables: readVariables(context, item), local },
		ifMissing: ended,
	});
	return { scopeKey: key, success: true };
}

const mostVariables = 1000;

async function fetchVariables(context: IExecuteFunctions, item: number, key: string): Promise<IDataObject> {
	const { items } = await callCamunda(context, item, {
		what: `reading the variables of the process instance ${key}`,
		path: '/variables/search',
		body: { filter: { processInstanceKey: key, scopeKey: key }, page: { limit: mostVariables } },
		since: '8.8',
	});
	const variables = (items as Array<{ name: string; value: string }>).map(({ name, value }) => [name, parseValue(value)] as const);
	return Object.fromEntries(variables) as IDataObject;
}

function parseValue(value: string): unknown {
	const parsed = parseKeepingKeys(`{"variables":${value}}`) as { variables: unknown } | undefined;
	return parsed ? parsed.variables : value;
}
