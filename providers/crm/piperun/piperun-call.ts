import { TroupeError } from '../../../core/base/errors';
import { callCrm, type CrmAccess, type CrmRequest } from '../shared/crm-call';

export type PipeRunRow = Record<string, unknown>;

const pageSize = 100;
const maxPages = 10;
/** A larger result is not a search for a single record. */
export const maxListed = maxPages * pageSize;

const isRow = (value: unknown): value is PipeRunRow => typeof value === 'object' && value !== null && !Array.isArray(value);
export const row = (value: unknown): PipeRunRow => (isRow(value) ? value : {});

/** Reads `data` as a list: creating a company returns a list, creating a person an object. */
function readRows(body: unknown): PipeRunRow[] {
	const { success, data } = row(body);
	if (success === true && Array.isArray(data)) return data.filter(isRow);
	if (success === true && isRow(data)) return [data];
	throw new TroupeError({
		...{ code: 'CRM_REFUSED', message: 'PipeRun answered with something that its documentation does not describe.' },
		fix: 'Check the address of the credential.',
	});
}

/** {success: false, data: {name: "O campo …"}} */
export const readPipeRunFields = (body: unknown): string[] => Object.keys(row(row(body)['data']));

/** Undefined for 404. */
export async function callPipeRun(access: CrmAccess, request: CrmRequest, signal: AbortSignal): Promise<PipeRunRow | undefined> {
	const body = await callCrm(access, request, signal);
	return body === undefined ? undefined : readRows(body)[0];
}

/** @returns the id @throws TroupeError CRM_OUTCOME_UNKNOWN too for an answer without one */
export async function createInPipeRun(access: CrmAccess, path: string, json: object, signal: AbortSignal): Promise<string> {
	const created = await callPipeRun(access, { method: 'POST', path, json, creates: true }, signal);
	const id = readId(created?.['id']);
	if (id !== undefined) return id;
	throw new TroupeError({
		...{ code: 'CRM_OUTCOME_UNKNOWN', message: 'PipeRun answered without the id of the new record.', retryable: true },
		fix: 'Run it again: the record is searched before another one is created.',
	});
}

/** Pages are read one by one, as needed. */
export async function* listPipeRun(
	access: CrmAccess,
	path: string,
	query: NonNullable<CrmRequest['query']>,
	signal: AbortSignal,
): AsyncGenerator<PipeRunRow> {
	let cursor: string | undefined;
	for (let page = 0; page < maxPages; page += 1) {
		const body = await callCrm(access, { method: 'GET', path, query: { ...query, show: pageSize, cursor } }, signal);
		if (body === undefined) return;
		yield* readRows(body);
		const next = row(row(row(body)['meta'])['cursor'])['next'];
		if (typeof next !== 'string' || next === '' || next === cursor) return;
		cursor = next;
	}
}

export function readId(value: unknown): string | undefined {
	if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
	return typeof value === 'string' && /^\d{1,18}$/.test(value) ? value : undefined;
}
