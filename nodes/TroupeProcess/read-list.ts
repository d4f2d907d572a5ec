import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { callCamunda } from '../shared/camunda/camunda-request';
import type { CamundaCall } from '../shared/camunda/camunda-call';

/** Max results of Camunda's searches, however they are paged. */
const most = 10_000;
const pageSize = 500;

/** Everything that a search finds, up to the parameter "limit" where not everything is asked for. */
export async function readList(
	context: IExecuteFunctions,
	item: number,
	call: Pick<CamundaCall, 'what' | 'path'>,
	filter: IDataObject,
): Promise<IDataObject[]> {
	const limit = context.getNodeParameter('returnAll', item, false) ? most : Number(context.getNodeParameter('limit', item, 50));
	const rows: IDataObject[] = [];
	while (rows.length < limit) {
		const page = { from: rows.length, limit: Math.min(pageSize, limit - rows.length) };
		const { items } = await callCamunda(context, item, { ...call, since: '8.8', body: { filter: withoutEmpty(filter), page } });
		rows.push(...(items as IDataObject[]));
		if ((items as IDataObject[]).length < page.limit) break;
	}
	return rows;
}

const withoutEmpty = (filter: IDataObject): IDataObject => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
