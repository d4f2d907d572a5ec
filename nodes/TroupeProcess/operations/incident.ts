import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { callCamunda } from '../../shared/camunda/camunda-request';
import { readKey, toKey } from '../read-key';
import { readList } from '../read-list';

/** POST /v2/incidents/search */
export async function listIncidents(context: IExecuteFunctions, item: number): Promise<IDataObject[]> {
	const filter = { state: 'ACTIVE', ...(context.getNodeParameter('incidentFilters', item, {}) as IDataObject) };
	return readList(context, item, { what: 'searching incidents', path: '/incidents/search' }, filter);
}

/** POST /v2/incidents/{key}/resolution, after PATCH /v2/jobs/{key} where its job has no retries left */
export async function resolveIncident(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const key = readKey(context, item, 'incidentKey');
	const { retries } = context.getNodeParameter('incidentOptions', item, {}) as { retries?: number };
	if (retries !== undefined) await giveRetries(context, item, await findJob(context, item, key), retries);
	await callCamunda(context, item, {
		what: `resolving the incident ${key}`,
		path: `/incidents/${key}/resolution`,
		body: {},
		ifMissing: 'Nothing to do if it was resolved or its instance was cancelled meanwhile. Otherwise check the key.',
	});
	return { incidentKey: key, success: true };
}

async function giveRetries(context: IExecuteFunctions, item: number, jobKey: string, retries: number): Promise<void> {
	await callCamunda(context, item, {
		what: `giving the job ${jobKey} more retries`,
		method: 'PATCH',
		path: `/jobs/${jobKey}`,
		body: { changeset: { retries } },
	});
}

async function findJob(context: IExecuteFunctions, item: number, incidentKey: string): Promise<string> {
	const { jobKey: named } = context.getNodeParameter('incidentOptions', item, {}) as { jobKey?: string };
	if (named) return toKey(named, 'jobKey');
	const what = `looking for the job of the incident ${incidentKey} (if the cluster cannot look it up, set the option "Job Key")`;
	const { jobKey } = await callCamunda(context, item, { what, method: 'GET', path: `/incidents/${incidentKey}`, since: '8.8' });
	if (typeof jobKey === 'string' && jobKey !== '') return jobKey;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The incident ${incidentKey} does not belong to a job, so it cannot get retries.`,
		fix: 'Fix the cause that its message names, such as a variable. Then resolve it without the option "Retries".',
	});
}
