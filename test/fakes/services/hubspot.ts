/** HubSpot's CRM API, as https://developers.hubspot.com/docs/api/crm/contacts describes it. */
import type { OutsideAnswer, OutsideCall, OutsideService } from '../outside-world';
import { type Access, accessOf, refuseCall, type Refusals } from './access';

export const hubspotToken = 'pat-stand-in';
export const hubspotScopes = ['crm.objects.contacts.write', 'crm.objects.deals.write'];

type Properties = Record<string, string>;

/** Objects that were written beside contacts. */
interface Written {
	deals: Array<{ id: number; properties: Properties; contacts: number[] }>;
	engagements: Array<{ type: string; metadata: object; contacts: number[]; deals: number[] }>;
}

const problem = (status: number, message: string, more: object = {}): OutsideAnswer => ({
	status,
	body: { status: 'error', message, ...more },
});
const refusals: Refusals = {
	unknown: problem(401, 'Authentication credentials not found.', { category: 'INVALID_AUTHENTICATION' }),
	tooMany: {
		...problem(429, 'You have reached your ten_secondly_rolling limit.', { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }),
		headers: { 'retry-after': '1' },
	},
	scope: (needed) =>
		problem(403, `This app hasn't been granted all required scopes to make this call. Requires: [${needed}]`, {
			category: 'MISSING_SCOPES',
		}),
};
const stages = ['appointmentscheduled', 'qualifiedtobuy', 'closedwon', 'closedlost'];
const dealProperties = ['dealname', 'dealstage', 'amount', 'pipeline', 'closedate', 'description', 'dealtype'];
const engagementTypes = ['EMAIL', 'CALL', 'MEETING', 'TASK', 'NOTE'];

/** @param contacts properties by email address, changed in place */
export function hubspotService(
	contacts: Map<string, Properties>,
	access: Access = accessOf(hubspotToken, hubspotScopes),
): OutsideService & Written {
	const ids = new Map<string, number>();
	const idOf = (email: string) => ids.get(email) ?? ids.set(email, ids.size + 101).get(email)!;
	const written: Written = { deals: [], engagements: [] };
	const knowsContact = (id: number) => [...contacts.keys()].some((email) => idOf(email) === id);
	const service: OutsideService = (call: OutsideCall) => {
		const { method } = call;
		const { pathname } = new URL(call.path, 'https://api.hubapi.com');
		const scope = pathname.startsWith('/deals/') ? 'crm.objects.deals.write' : 'crm.objects.contacts.write';
		const refusal = refuseCall(call, access, refusals, [scope]);
		if (refusal) return refusal;
		if (method === 'POST' && pathname === '/deals/v1/deal') return createDeal(call.body, written, knowsContact);
		if (method === 'POST' && pathname === '/engagements/v1/engagements') return createEngagement(call.body, written, knowsContact);
		const [, email] = /^\/contacts\/v1\/contact\/createOrUpdate\/email\/([^/]+)$/.exec(pathname) ?? [];
		if (method === 'POST' && email !== undefined) return saveContact(decodeURIComponent(email), call.body, contacts, idOf);
		const [, vid] = /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/.exec(pathname) ?? [];
		const found = [...contacts].find(([address]) => idOf(address) === Number(vid));
		if (method !== 'GET' || !found) return problem(404, 'resource not found');
		const properties = Object.fromEntries(Object.entries(found[1]).map(([name, value]) => [name, { value }]));
		return { body: { vid: Number(vid), properties: { email: { value: found[0] }, ...properties } } };
	};
	return Object.assign(service, written);
}

function saveContact(email: string, body: unknown, contacts: Map<string, Properties>, idOf: (email: string) => number): OutsideAnswer {
	const { properties } = body as { properties?: Array<{ property?: string; value?: unknown }> };
	if (!Array.isArray(properties) || properties.some(({ property }) => !property)) return problem(400, 'Invalid input JSON');
	if (!email.includes('@'))
		return problem(400, 'Property values were not valid', {
			validationResults: [{ isValid: false, message: `Email address ${email} is invalid`, error: 'INVALID_EMAIL', name: 'email' }],
		});
	const isNew = !contacts.has(email);
	const saved = contacts.get(email) ?? {};
	for (const { property, value } of properties) saved[property!] = String(value);
	contacts.set(email, saved);
	return { body: { vid: idOf(email), isNew } };
}

function createDeal(body: unknown, { deals }: Written, knowsContact: (id: number) => boolean): OutsideAnswer {
	const { properties = [], associations = {} } = body as {
		properties?: Array<{ name: string; value: string | number }>;
		associations?: { associatedVids?: unknown[] };
	};
	const unknown = properties.find(({ name }) => !dealProperties.includes(name));
	const stage = properties.find(({ name }) => name === 'dealstage')?.value;
	const isWrongStage = stage !== undefined && !stages.includes(String(stage));
	if (unknown || isWrongStage) {
		const what = unknown ? `Property "${unknown.name}" does not exist` : `${String(stage)} was not one of the allowed options`;
		const error = unknown ? 'PROPERTY_DOESNT_EXIST' : 'INVALID_OPTION';
		return problem(400, 'Property values were not valid', { validationResults: [{ isValid: false, message: what, error }] });
	}
	const contacts = (associations.associatedVids ?? []).map(Number);
	const missing = contacts.find((id) => !knowsContact(id));
	if (missing !== undefined) return problem(400, `Contact ${missing} does not exist`, { category: 'VALIDATION_ERROR' });
	const id = 5_000 + deals.length + 1;
	deals.push({ id, properties: Object.fromEntries(properties.map(({ name, value }) => [name, String(value)])), contacts });
	return { body: { portalId: 62515, dealId: id, isDeleted: false } };
}

function createEngagement(body: unknown, { deals, engagements }: Written, knowsContact: (id: number) => boolean): OutsideAnswer {
	const { engagement, metadata, associations } = body as {
		engagement?: { type?: string };
		metadata?: object;
		associations?: { contactIds?: unknown[]; dealIds?: unknown[] };
	};
	const type = engagement?.type ?? '';
	if (!engagementTypes.includes(type)) return problem(400, `Invalid input JSON: Cannot deserialize value "${type}" of the engagement type`);
	if (!metadata || Object.keys(metadata).length === 0) return problem(400, 'Engagement metadata is required');
	const contactIds = (associations?.contactIds ?? []).map(Number);
	const dealIds = (associations?.dealIds ?? []).map(Number);
	if (!contactIds.every(knowsContact) || !dealIds.every((id) => deals.some((deal) => deal.id === id)))
		return problem(400, 'One or more associations are invalid', { category: 'VALIDATION_ERROR' });
	engagements.push({ type, metadata, contacts: contactIds, deals: dealIds });
	return { body: { engagement: { id: 9_000 + engagements.length, type }, metadata, associations: { contactIds, dealIds } } };
}
