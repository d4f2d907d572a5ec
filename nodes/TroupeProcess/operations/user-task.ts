import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callCamunda } from '../../shared/camunda/camunda-request';
import { readVariables } from '../read-variables';
import { readKey } from '../read-key';
import { readList } from '../read-list';

const gone =
	'Nothing to do if it was completed or its instance was cancelled meanwhile. Otherwise check the key. Job-based user tasks have no key.';

/** POST /v2/user-tasks/search */
export async function listUserTasks(context: IExecuteFunctions, item: number): Promise<IDataObject[]> {
	const filter = { state: 'CREATED', ...(context.getNodeParameter('userTaskFilters', item, {}) as IDataObject) };
	return readList(context, item, { what: 'searching user tasks', path: '/user-tasks/search' }, filter);
}

/** POST /v2/user-tasks/{key}/completion */
export async function completeUserTask(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const key = readKey(context, item, 'userTaskKey');
	await callCamunda(context, item, {
		what: `completing the user task ${key}`,
		path: `/user-tasks/${key}/completion`,
		body: { variables: readVariables(context, item) },
		ifMissing: gone,
	});
	return { userTaskKey: key, success: true };
}

/** POST /v2/user-tasks/{key}/assignment, or DELETE …/{key}/assignee */
export async function assignUserTask(context: IExecuteFunctions, item: number): Promise<IDataObject> {
	const key = readKey(context, item, 'userTaskKey');
	const assignee = `${context.getNodeParameter('assignee', item, '') as string}`.trim();
	const what = `assigning the user task ${key}`;
	await callCamunda(context, item, {
		...(assignee === ''
			? { what, method: 'DELETE', path: `/user-tasks/${key}/assignee` }
			: { what, path: `/user-tasks/${key}/assignment`, body: { assignee, allowOverride: true } }),
		ifMissing: gone,
	});
	return { userTaskKey: key, assignee: assignee || null, success: true };
}
