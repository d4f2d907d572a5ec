import { isFields } from '../../../core/base/is-fields';
import { TroupeError } from '../../../core/base/errors';
import { callCrm, type CrmAccess } from '../shared/crm-call';

export type HubSpotKind = 'companies' | 'contacts' | 'deals' | 'notes';
export type Properties = Record<string, string>;

export interface HubSpotObject {
	id: string;
	properties: Properties;
	companyId?: string;
	personId?: string;
}

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields => (isFields(value) ? value : {});
export const rows = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** {errors: [{context: {propertyName: ["…"]}}]} */
export const readHubSpotFields = (body: unknown): string[] =>
	rows(fields(body)['errors']).flatMap(({ context }) => {
		const names: unknown = fields(context)['propertyName'];
		return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
	});

const related = 'companies,contacts';
const maxSearched = 100;

/** Undefined if it does not exist. @param by a unique property; default: the id */
export async function getObject(
	access: CrmAccess,
	kind: HubSpotKind,
	{ value, by }: { value: string; by?: string },
	properties: readonly string[],
	signal: AbortSignal,
): Promise<HubSpotObject | undefined> {
	const query = { properties: properties.join(','), ...(by !== undefined && { idProperty: by }), associations: related };
	const path = `/crm/v3/objects/${kind}/${encodeURIComponent(value)}`;
	const body = await callCrm(access, { method: 'GET', path, query }, signal);
	return body === undefined ? undefined : readObject(body);
}

/** For objects without a unique property: a search sees an object some seconds after it was written. */
export async function searchObjects(
	access: CrmAccess,
	kind: HubSpotKind,
	values: ReadonlyArray<readonly [property: string, value: string]>,
	properties: readonly string[],
	signal: AbortSignal,
): Promise<{ objects: HubSpotObject[]; isWhole: boolean }> {
	if (values.length === 0) return { objects: [], isWhole: true };
	const filterGroups = values.map(([propertyName, value]) => ({ filters: [{ propertyName, operator: 'EQ', value }] }));
	const json = { filterGroups, properties, limit: maxSearched };
	const body = await callCrm(access, { method: 'POST', path: `/crm/v3/objects/${kind}/search`, json }, signal);
	const { total, results } = fields(body);
	const objects = rows(results).map(readObject);
	return { objects, isWhole: !(Number(total) > objects.length) };
}

interface Association {
	id: string | undefined;
	type: number;
}

export async function createObject(
	access: CrmAccess,
	kind: HubSpotKind,
	properties: Partial<Properties>,
	associations: Association[],
	signal: AbortSignal,
): Promise<string> {
	const json = {
		properties,
		associations: associations.flatMap(({ id, type }) =>
			id === undefined ? [] : [{ to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: type }] }],
		),
	};
	return readObject(await callCrm(access, { method: 'POST', path: `/crm/v3/objects/${kind}`, json, creates: true }, signal)).id;
}

export async function updateObject(
	access: CrmAccess,
	kind: HubSpotKind,
	id: string,
	properties: Partial<Properties>,
	signal: AbortSignal,
): Promise<void> {
	if (Object.keys(properties).length === 0) return;
	await callCrm(access, { method: 'PATCH', path: `/crm/v3/objects/${kind}/${id}`, json: { properties } }, signal);
}

export async function relateObjects(
	access: CrmAccess,
	[from, id]: [HubSpotKind, string],
	[to, otherId]: [HubSpotKind, string],
	signal: AbortSignal,
): Promise<void> {
	const path = `/crm/v4/objects/${from}/${id}/associations/default/${to}/${otherId}`;
	await callCrm(access, { method: 'PUT', path }, signal);
}

export async function listRelated(
	access: CrmAccess,
	[from, id]: [HubSpotKind, string],
	to: HubSpotKind,
	signal: AbortSignal,
): Promise<string[]> {
	const body = await callCrm(
		access,
		{ method: 'GET', path: `/crm/v4/objects/${from}/${id}/associations/${to}`, query: { limit: 500 } },
		signal,
	);
	return rows(fields(body)['results']).map(({ toObjectId }) => String(toObjectId));
}

export async function readObjects(
	access: CrmAccess,
	kind: HubSpotKind,
	ids: string[],
	properties: string[],
	signal: AbortSignal,
): Promise<HubSpotObject[]> {
	const read: HubSpotObject[] = [];
	for (let from = 0; from < ids.length; from += maxSearched) {
		const json = { properties, inputs: ids.slice(from, from + maxSearched).map((id) => ({ id })) };
		const body = await callCrm(access, { method: 'POST', path: `/crm/v3/objects/${kind}/batch/read`, json }, signal);
		read.push(...rows(fields(body)['results']).map(readObject));
	}
	return read;
}

/** @throws TroupeError CRM_OUTCOME_UNKNOWN */
function readObject(body: unknown): HubSpotObject {
	const { id, properties, associations } = fields(body);
	if (typeof id !== 'string' || !isFields(properties)) {
		throw new TroupeError({
			...{ code: 'CRM_OUTCOME_UNKNOWN', message: 'HubSpot answered with something that its documentation does not describe.' },
			...{ fix: 'Check the address of the credential.', retryable: true },
		});
	}
	const texts = Object.entries(properties).flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []));
	const first = (kind: string) => rows(fields(fields(associations)[kind])['results'])[0]?.['id'] as string | undefined;
	const [companyId, personId] = [first('companies'), first('contacts')];
	return {
		...{ id, properties: Object.fromEntries(texts) as Properties },
		...(companyId !== undefined && { companyId: String(companyId) }),
		...(personId !== undefined && { personId: String(personId) }),
	};
}
