import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer } from '../fake-server';

export const hubSpotCrmToken = 'pat-crm-stand-in';

interface Stored {
	id: string;
	properties: Record<string, string>;
	/** Format: `companies 102`. */
	related: Set<string>;
}
type Kind = 'companies' | 'contacts' | 'deals' | 'notes';

export interface HubSpotCrmServer extends FakeServer {
	readonly objects: Record<Kind, Stored[]>;
}

/** The properties of each kind, with the account's own; those in `unique` have unique values. */
const known: Record<Kind, string[]> = {
	companies: ['name', 'phone', 'website', 'city', 'state', 'cnpj', 'legal_name', 'troupe_email', 'troupe_lead'],
	contacts: ['firstname', 'lastname', 'email', 'hs_additional_emails', 'phone', 'mobilephone', 'jobtitle', 'city', 'state', 'troupe_lead'],
	deals: ['dealname', 'amount', 'pipeline', 'dealstage', 'hubspot_owner_id', 'hs_priority', 'troupe_lead'],
	notes: ['hs_note_body', 'hs_timestamp'],
};
const unique: Record<Kind, string[]> = {
	companies: ['cnpj', 'troupe_lead'],
	contacts: ['email', 'troupe_lead'],
	deals: ['troupe_lead'],
	notes: [],
};
const stages = ['appointmentscheduled', 'closedwon', 'closedlost'];
const toStage = (id: string, displayOrder: number) => ({
	...{ id, label: id, displayOrder, metadata: { isClosed: String(id.startsWith('closed')) } },
});
const priorities = ['low', 'medium', 'high'];
const relations: Record<string, Kind> = {
	...{ 'contacts 279': 'companies', 'deals 3': 'contacts', 'deals 341': 'companies' },
	...{ 'notes 202': 'contacts', 'notes 190': 'companies', 'notes 214': 'deals' },
};

const problem = (status: number, category: string, message: string, errors: object[] = []): RawReply => ({
	...{ status, body: { status: 'error', category, message, errors } },
});
const wrong = (names: string[]) =>
	problem(400, 'VALIDATION_ERROR', 'Property values were not valid', [{ message: 'invalid', context: { propertyName: names } }]);
const ok = (body: unknown, status = 200): RawReply => ({ status, body });
const missing = problem(404, 'OBJECT_NOT_FOUND', 'resource not found');

export async function startHubSpotCrmServer(token = hubSpotCrmToken): Promise<HubSpotCrmServer> {
	const objects: HubSpotCrmServer['objects'] = { companies: [], contacts: [], deals: [], notes: [] };
	const server = await startFakeServer((call, nextReply) => {
		const scripted = nextReply() as RawReply | undefined;
		if (scripted) return rawAnswer(scripted);
		const isKnown = call.headers.authorization === `Bearer ${token}`;
		return rawAnswer(isKnown ? answer(call, objects) : problem(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.'));
	});
	return Object.assign(server, { objects });
}

function answer(call: FakeCall, objects: HubSpotCrmServer['objects']): RawReply {
	const { pathname, searchParams } = new URL(call.path, 'http://hubspot');
	if (pathname === '/crm/v3/pipelines/deals') {
		return ok({ results: [{ id: 'default', label: 'Sales', stages: stages.map(toStage) }] });
	}
	if (pathname === '/crm/v3/owners') return ok({ results: [{ id: '77', firstName: 'Ana', lastName: 'Lima' }] });
	const [, version, kind, ...rest] = /^\/crm\/(v[34])\/objects\/(companies|contacts|deals|notes)(?:\/(.+))?$/.exec(pathname) ?? [];
	if (kind === undefined) return missing;
	const parts = (rest[0]?.split('/') ?? []).map(decodeURIComponent);
	if (version === 'v4') return associate(call.method, [kind as Kind, ...parts], objects);
	return onObjects(call, kind as Kind, parts, searchParams, objects);
}

function onObjects(
	{ method, body }: FakeCall,
	kind: Kind,
	parts: string[],
	query: URLSearchParams,
	objects: HubSpotCrmServer['objects'],
): RawReply {
	const [value, action] = parts;
	const all = objects[kind];
	if (method === 'POST' && value === undefined) return create(kind, body as Fields, objects);
	if (method === 'POST' && value === 'gdpr-delete' && kind === 'contacts') return removeForGood(body as Fields, objects);
	if (method === 'POST' && value === 'search') return search(all, body as Fields);
	if (method === 'POST' && value === 'batch' && action === 'read') {
		const ids = ((body as Fields)['inputs'] as Array<{ id: string }>).map(({ id }) => id);
		return ok({ results: all.filter(({ id }) => ids.includes(id)).map(show) });
	}
	const by = query.get('idProperty');
	if (by !== null && !unique[kind].includes(by)) return problem(400, 'VALIDATION_ERROR', `${by} is not a unique property`);
	const found = all.find(({ id, properties }) => (by === null ? id : properties[by]) === value);
	if (!found) return missing;
	if (method === 'GET') return ok(show(found));
	if (method !== 'PATCH') return problem(405, 'VALIDATION_ERROR', 'method not allowed');
	const properties = (body as { properties: Stored['properties'] }).properties;
	const refusal = check(kind, properties, all, found);
	if (refusal) return refusal;
	Object.assign(found.properties, properties);
	return ok(show(found));
}

/** Removes a contact with its notes. HubSpot blocks an unknown address for all later contacts. */
function removeForGood({ objectId, idProperty }: Fields, objects: HubSpotCrmServer['objects']): RawReply {
	if (typeof objectId !== 'string') return wrong(['objectId']);
	const by = idProperty === 'email' ? ({ properties }: Stored) => properties['email'] === objectId : ({ id }: Stored) => id === objectId;
	const found = objects.contacts.find(by);
	if (!found) return missing;
	objects.contacts.splice(objects.contacts.indexOf(found), 1);
	for (const kind of Object.keys(objects) as Kind[])
		objects[kind] = objects[kind].filter(({ related }) => !(related.delete(`contacts ${found.id}`) && kind === 'notes'));
	return { status: 204, body: '' };
}

const show = ({ id, properties, related }: Stored) => {
	const of = (kind: Kind) => ({ results: [...related].filter((one) => one.startsWith(kind)).map((one) => ({ id: one.split(' ')[1] })) });
	const stage = properties['dealstage'];
	const ends = { hs_is_closed: String(stage?.startsWith('closed')), hs_is_closed_won: String(stage === 'closedwon') };
	return { id, properties: { ...properties, ...(stage && ends) }, associations: { companies: of('companies'), contacts: of('contacts') } };
};

function create(kind: Kind, body: Fields, objects: HubSpotCrmServer['objects']): RawReply {
	const { properties = {}, associations = [] } = body as {
		properties?: Stored['properties'];
		associations?: Array<{ to: { id: string }; types: Array<{ associationTypeId: number }> }>;
	};
	const refusal = check(kind, properties, objects[kind]);
	if (refusal) return refusal;
	const related = new Set<string>();
	for (const { to, types } of associations) {
		const other = relations[`${kind} ${types[0]?.associationTypeId}`];
		if (other === undefined || !objects[other].some(({ id }) => id === to.id))
			return problem(400, 'VALIDATION_ERROR', 'No such association');
		related.add(`${other} ${to.id}`);
	}
	const id = String(100 + Object.values(objects).reduce((count, all) => count + all.length, 1));
	objects[kind].push({ id, properties: { ...properties }, related });
	for (const one of related)
		objects[one.split(' ')[0] as Kind].find((other) => other.id === one.split(' ')[1])!.related.add(`${kind} ${id}`);
	return ok(show(objects[kind].at(-1)!), 201);
}

function check(kind: Kind, properties: Stored['properties'], all: Stored[], own?: Stored): RawReply | undefined {
	const unknown = Object.keys(properties).filter((name) => !known[kind].includes(name));
	if (unknown.length > 0) return wrong(unknown);
	const { dealstage, hs_priority: priority, email } = properties;
	if (dealstage !== undefined && !stages.includes(dealstage)) return wrong(['dealstage']);
	if (priority !== undefined && !priorities.includes(priority)) return wrong(['hs_priority']);
	if (email !== undefined && !email.includes('@')) return wrong(['email']);
	if (kind === 'notes' && !own && properties['hs_timestamp'] === undefined) return wrong(['hs_timestamp']);
	const taken = unique[kind].some((name) =>
		all.some((other) => other !== own && properties[name] !== undefined && other.properties[name] === properties[name]),
	);
	return taken ? problem(409, 'CONFLICT', 'Object already exists.') : undefined;
}

function search(all: Stored[], body: Fields): RawReply {
	const groups = body['filterGroups'] as Array<{ filters: Array<{ propertyName: string; operator: string; value: string }> }>;
	if (groups.length > 5 || groups.some(({ filters: [filter] }) => filter?.operator !== 'EQ'))
		return problem(400, 'VALIDATION_ERROR', 'There was a problem with the request.');
	const fits = ({ properties, related }: Stored) =>
		groups.some(({ filters: [filter] }) => {
			const { propertyName, value } = filter!;
			return propertyName === 'associations.company' ? related.has(`companies ${value}`) : properties[propertyName] === value;
		});
	return ok({ total: all.filter(fits).length, results: all.filter(fits).map(({ id, properties }) => ({ id, properties })) });
}

function associate(
	method: string,
	[kind, id, , mode, other, otherId]: [Kind, ...string[]],
	objects: HubSpotCrmServer['objects'],
): RawReply {
	const from = objects[kind].find((one) => one.id === id);
	if (!from) return missing;
	if (method === 'GET') {
		const ids = [...from.related].filter((one) => one.startsWith(`${mode} `)).map((one) => one.split(' ')[1]);
		return ok({ results: ids.map((toObjectId) => ({ toObjectId, associationTypes: [] })) });
	}
	const to = mode === 'default' ? objects[other as Kind]?.find((one) => one.id === otherId) : undefined;
	if (method !== 'PUT' || !to) return missing;
	from.related.add(`${other} ${otherId}`);
	to.related.add(`${kind} ${id}`);
	return ok({ status: 'COMPLETE' });
}
