import type { IDataObject } from 'n8n-workflow';
import type { Operation } from '../operation';
import { readOption } from '../read-fields';

export const readProcessing: Operation = async ({ context, item, service }) => {
	const { page, ...report } = await service.call<IDataObject & { page: string }>('GET', 'privacy/processing', {
		query: { language: readOption(context, 'language', item) },
	});
	return {
		json: report,
		binary: { page: await context.helpers.prepareBinaryData(Buffer.from(page), 'record-of-processing.html', 'text/html') },
	};
};

export const readRetention: Operation = async ({ context, item, service }) => {
	const { within } = context.getNodeParameter('options', item, {}) as { within?: number };
	const { tenant, items } = await service.call<{ tenant: string; items: IDataObject[] }>('GET', 'privacy/retention', {
		query: { language: readOption(context, 'language', item), within },
	});
	return items.map((one) => ({ json: { tenant, ...one } }));
};
