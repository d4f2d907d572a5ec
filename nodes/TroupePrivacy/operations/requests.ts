import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { readLimit, readPages } from '../../shared/read-page';
import type { Operation } from '../operation';
import { readFilled, readMoment, readText, withoutNames } from '../read-fields';

interface DataRequest extends IDataObject {
	protocol: string;
	contact: string | null;
}

export const addRequest: Operation = async ({ context, item, service, noteAbout }) => {
	const person = readFilled(context, 'person', item);
	const body = { person, kind: readFilled(context, 'kind', item), at: readMoment(context, 'at', item) };
	const answer = await withoutNames(service.call<DataRequest>('POST', 'privacy/requests', { body }));
	if (answer.contact !== null) await noteAbout(answer.contact);
	return { json: answer };
};

export const getRequest: Operation = async ({ context, item, service, noteAbout }) => {
	const answer = await service.call<DataRequest>('GET', toPath(readFilled(context, 'protocol', item)));
	if (answer.contact !== null) await noteAbout(answer.contact);
	return { json: answer };
};

/** Lists requests, the newest first. Does not note the execution: it would be that of all their people, and each forgetting would stop it. */
export const listRequests: Operation = async ({ context, item, service }) => {
	const state = readText(context, 'requestState', item) || 'open';
	const requests = await readPages<IDataObject>(readLimit(context, item), async ({ limit, cursor }) =>
		service.call<{ items: IDataObject[]; cursor?: string }>('GET', 'privacy/requests', { query: { limit, cursor, state } }),
	);
	return requests.map((json) => ({ json }));
};

const reasonFields = { done: 'outcome', extend: 'reason', refuse: 'reason' } as const;

export const settleRequest =
	(step: keyof typeof reasonFields): Operation =>
	async ({ context, item, service, noteAbout }) => {
		const field = reasonFields[step];
		const body = {
			[field]: readFilled(context, field, item),
			...(step === 'extend' && { until: readMoment(context, 'until', item) }),
		};
		const answer = await service.call<DataRequest>('POST', `${toPath(readFilled(context, 'protocol', item))}/${step}`, { body });
		if (answer.contact !== null) await noteAbout(answer.contact);
		return { json: answer };
	};

/** A URL takes a name of `..` as a step. */
function toPath(protocol: string): string {
	if (/^[\w-]{1,30}$/.test(protocol)) return `privacy/requests/${protocol}`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "Protocol" is not the number of a request.',
		fix: 'Write it as the list of requests has it, such as 2026-11-28-7F3K.',
	});
}
