import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { readLimit, readPages } from '../../shared/read-page';
import type { Operation } from '../operation';
import { readFilled, readMoment, readOption, readText } from '../read-fields';

/** Notes an incident with personal data. */
export const addIncident: Operation = async ({ context, item, service }) => {
	const body = {
		...{ nature: readFilled(context, 'nature', item), risk: readFilled(context, 'risk', item) },
		...{ knownAt: readMoment(context, 'knownAt', item), text: readOption(context, 'reason', item), ...readFacts(context, item) },
	};
	return { json: await service.call<IDataObject>('POST', 'privacy/incidents', { body }) };
};

/** Gets an incident, with a page for counsel in the binary field `page`. */
export const getIncident: Operation = async ({ context, item, service }) => {
	const path = toPath(readFilled(context, 'incident', item));
	const { page, ...json } = await service.call<IDataObject & { page: string }>('GET', path, {
		query: { language: readOption(context, 'language', item) },
	});
	return { json, binary: { page: await context.helpers.prepareBinaryData(Buffer.from(page), 'incident.html', 'text/html') } };
};

/** Lists incidents, the newest first. */
export const listIncidents: Operation = async ({ context, item, service }) => {
	const state = readText(context, 'incidentState', item) || 'open';
	const incidents = await readPages<IDataObject>(readLimit(context, item), async ({ limit, cursor }) =>
		service.call<{ items: IDataObject[]; cursor?: string }>('GET', 'privacy/incidents', { query: { limit, cursor, state } }),
	);
	return incidents.map((json) => ({ json }));
};

/** Notes what became known of an incident, or another risk with the reason. */
export const noteIncident: Operation = async ({ context, item, service }) => {
	const { risk } = readOptions(context, item);
	const body = { text: readFilled(context, 'text', item), ...(risk && { risk }), ...readFacts(context, item) };
	return { json: await service.call<IDataObject>('POST', `${toPath(readFilled(context, 'incident', item))}/note`, { body }) };
};

/** Notes that the authority, or the people, were told. */
export const notifyIncident: Operation = async ({ context, item, service }) => {
	const body = {
		...{ to: readFilled(context, 'to', item), at: readMoment(context, 'at', item) },
		...{ text: readOption(context, 'how', item), delay: readOption(context, 'delay', item) },
		...(readOptions(context, item).correct && { correct: true }),
	};
	return { json: await service.call<IDataObject>('POST', `${toPath(readFilled(context, 'incident', item))}/notify`, { body }) };
};

/** Closes an incident, with what came of it. */
export const closeIncident: Operation = async ({ context, item, service }) => {
	const { incomplete } = readOptions(context, item);
	const body = { outcome: readFilled(context, 'outcome', item), ...(incomplete && { incomplete: true }) };
	return { json: await service.call<IDataObject>('POST', `${toPath(readFilled(context, 'incident', item))}/close`, { body }) };
};

interface IncidentOptions {
	allContacts?: boolean;
	correct?: boolean;
	incomplete?: boolean;
	people?: number;
	records?: number;
	risk?: string;
}

const readOptions = (context: IExecuteFunctions, item: number) => context.getNodeParameter('options', item, {}) as IncidentOptions;

/** Reads what is known of an incident. A field that is empty says nothing. */
function readFacts(context: IExecuteFunctions, item: number): IDataObject {
	const { allContacts, people, records } = readOptions(context, item);
	const categories = readOption(context, 'categories', item)
		?.split(',')
		.map((category) => category.trim())
		.filter(Boolean);
	const names = ['consequences', 'measures', 'contact', 'delay'];
	const texts: IDataObject = Object.fromEntries(names.map((name) => [name, readOption(context, name, item)]));
	return {
		...texts,
		...{ people, records, from: readMoment(context, 'from', item), to: readMoment(context, 'until', item) },
		...(categories && categories.length > 0 && { categories }),
		...(allContacts && { allContacts }),
	};
}

/** A URL takes a name of `..` as a step. */
function toPath(incident: string): string {
	if (/^[\w-]{1,30}$/.test(incident)) return `privacy/incidents/${incident}`;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The field "Incident" is not the number of an incident.',
		fix: 'Write it as the list of incidents has it, such as INC-2026-11-28-7F3K.',
	});
}
