import { isFields } from '../../../core/base/is-fields';
import { TroupeError } from '../../../core/base/errors';
import { type Crm, type CrmDeals, type CrmPeople, erasedName } from '../../../core/ports/crm';
import type { CompanyFields, DealFields, PersonFields, Stored, StoredDeal, StoredPerson, Temperature } from '../../../core/ports/crm';
import { cnpjCharacters, present } from '../shared/compare';
import { callCrm, type CrmAccess } from '../shared/crm-call';
import {
	createObject,
	getObject,
	type HubSpotKind,
	listRelated,
	readHubSpotFields,
	readObjects,
	relateObjects,
	rows,
	searchObjects,
	updateObject,
} from './hubspot-objects';
import type { HubSpotObject, Properties } from './hubspot-objects';

/* Maps HubSpot's properties. The operator creates `cnpj`, `legal_name` and `troupe_lead`: docs/crm/crm.md. */

const codeProperty = 'troupe_lead';
const companyProperties = ['name', 'cnpj', 'legal_name', 'phone', 'website', 'city', 'state', 'troupe_email', codeProperty];
const personProperties = [
	...['firstname', 'lastname', 'email', 'hs_additional_emails', 'phone', 'mobilephone', 'jobtitle', 'city', 'state', codeProperty],
];
const dealProperties = [
	...[
		'dealname',
		'amount',
		'pipeline',
		'dealstage',
		'hubspot_owner_id',
		'hs_priority',
		'hs_is_closed',
		'hs_is_closed_won',
		'closedate',
		codeProperty,
	],
];

const priorities: Record<Temperature, string> = { hot: 'high', warm: 'medium', cold: 'low' };
const temperatures: Record<string, Temperature> = { high: 'hot', medium: 'warm', low: 'cold' };

const writeCompany = ({ name, cnpj, legalName, email, phone, website, city, custom, externalCode }: Partial<CompanyFields>) =>
	present({
		...{ ...custom, name, cnpj, legal_name: legalName, phone, website, city: city?.name, state: city?.state },
		...{ troupe_email: email, [codeProperty]: externalCode },
	}) as Partial<Properties>;

function writePerson({ name, email, phone, jobTitle, city, custom, externalCode }: Partial<PersonFields>): Partial<Properties> {
	const [firstname, ...others] = name?.trim().split(/\s+/) ?? [];
	// A name of one word clears the stored last name.
	const lastname = name === undefined ? undefined : others.join(' ');
	return present({
		...{ ...custom, firstname, lastname, email, phone, jobtitle: jobTitle },
		...{ city: city?.name, state: city?.state, [codeProperty]: externalCode },
	});
}

const writeDeal = ({ title, pipeline, stage, owner, value, temperature, custom, externalCode }: Partial<DealFields>) =>
	present({
		...{
			...custom,
			dealname: title,
			pipeline,
			dealstage: stage,
			hubspot_owner_id: owner,
			amount: value === undefined ? undefined : String(value),
		},
		...{ hs_priority: temperature && priorities[temperature], [codeProperty]: externalCode },
	}) as Partial<Properties>;

const readCity = ({ city, state }: Properties) => (city !== undefined && state !== undefined ? { name: city, state } : undefined);

const readCompany = ({ id, properties }: HubSpotObject): Stored<CompanyFields> =>
	present({
		...{ id, name: properties['name'], cnpj: cnpjCharacters(properties['cnpj']) || undefined, legalName: properties['legal_name'] },
		...{ phone: properties['phone'], website: properties['website'], email: properties['troupe_email'], city: readCity(properties) },
		externalCode: properties[codeProperty],
	});

function readPerson({ id, properties, companyId }: HubSpotObject): StoredPerson {
	const name = [properties['firstname'], properties['lastname']].filter(Boolean).join(' ');
	return present({
		...{ id, name: name || undefined, email: properties['email'], phone: properties['phone'], jobTitle: properties['jobtitle'] },
		emails: [properties['email'] ?? [], properties['hs_additional_emails']?.split(';') ?? []].flat(),
		phones: [properties['phone'] ?? [], properties['mobilephone'] ?? []].flat(),
		...{ city: readCity(properties), companyId, externalCode: properties[codeProperty] },
	});
}

const readDeal = ({ id, properties, companyId, personId }: HubSpotObject): StoredDeal =>
	present({
		...{ id, title: properties['dealname'], pipeline: properties['pipeline'], stage: properties['dealstage'] },
		...{ owner: properties['hubspot_owner_id'], value: properties['amount'] === undefined ? undefined : Number(properties['amount']) },
		...{ temperature: temperatures[properties['hs_priority'] ?? ''], externalCode: properties[codeProperty], companyId, personId },
		...readClosed(properties),
	});

/** The date of an open deal is its expected close. */
function readClosed(properties: Properties): Pick<StoredDeal, 'closed' | 'closedAt'> {
	const isWon = properties['hs_is_closed_won'] === 'true';
	if (!isWon && properties['hs_is_closed'] !== 'true') return {};
	const time = Date.parse(properties['closedate'] ?? '');
	return { closed: isWon ? 'won' : 'lost', ...(Number.isFinite(time) && { closedAt: time }) };
}

export interface HubSpotAccount {
	baseUrl: string;
	token: string;
	timeoutMs?: number;
}

export const hubSpotAddress = 'https://api.hubapi.com';

/** Numbers of HubSpot's own relations. */
const relation = { contactToCompany: 279, dealToContact: 3, dealToCompany: 341, noteToContact: 202, noteToCompany: 190, noteToDeal: 214 };

/**
 * HubSpot, https://developers.hubspot.com/docs/api/crm. Companies and deals are looked up by unique properties, because its search sees new objects
 * only after some seconds.
 */
export function createHubSpotCrm({ baseUrl, token, timeoutMs }: HubSpotAccount, send: typeof fetch): Crm {
	const headers = { authorization: `Bearer ${token}` };
	const access: CrmAccess = { crm: 'HubSpot', baseUrl, headers, secret: token, send, timeoutMs, readFields: readHubSpotFields };
	return {
		name: 'HubSpot',
		dealNeeds: [],
		hasUniqueAddresses: true,
		companies: createCompanies(access),
		people: createPeople(access),
		deals: createDeals(access),
		notes: createNotes(access),
		relate: (personId, companyId, signal) => relateObjects(access, ['contacts', personId], ['companies', companyId], signal),
		async listChoices(signal) {
			const [pipelines, owners] = await Promise.all([
				callCrm(access, { method: 'GET', path: '/crm/v3/pipelines/deals' }, signal),
				callCrm(access, { method: 'GET', path: '/crm/v3/owners', query: { limit: 100 } }, signal),
			]);
			const list = (body: unknown) => rows((body as { results?: unknown } | undefined)?.results);
			return {
				pipelines: list(pipelines).map((one) => ({ ...toChoice(one), stages: rows(one['stages']).toSorted(byOrder).map(toStage) })),
				origins: [],
				owners: list(owners).map(({ id, firstName, lastName }) => ({
					id: String(id),
					name: [firstName, lastName].filter(Boolean).join(' '),
				})),
			};
		},
	};
}

const toChoice = ({ id, label }: Record<string, unknown>) => ({ id: String(id), name: String(label) });

/** {displayOrder: 5, metadata: {isClosed: "true", probability: "1.0"}} */
const toStage = ({ metadata, ...stage }: Record<string, unknown>) => ({
	...toChoice(stage),
	...(isFields(metadata) && metadata['isClosed'] === 'true' && { isClosed: true as const }),
});
const byOrder = (one: Record<string, unknown>, other: Record<string, unknown>) =>
	Number(one['displayOrder'] ?? 0) - Number(other['displayOrder'] ?? 0);

function createCompanies(access: CrmAccess): Crm['companies'] {
	const by = async (property: string, value: string | undefined, signal: AbortSignal) => {
		const found =
			value === undefined ? undefined : await getObject(access, 'companies', { value, by: property }, companyProperties, signal);
		return found && readCompany(found);
	};
	return {
		async get(id, signal) {
			const found = await getObject(access, 'companies', { value: id }, companyProperties, signal);
			return found && readCompany(found);
		},
		find: async ({ cnpj, externalCode }, signal) => (await by('cnpj', cnpj, signal)) ?? by(codeProperty, externalCode, signal),
		create: (fields, signal) => createObject(access, 'companies', writeCompany(fields), [], signal),
		update: (id, changes, signal) => updateObject(access, 'companies', id, writeCompany(changes), signal),
	};
}

function createPeople(access: CrmAccess): CrmPeople {
	const by = async (property: string, value: string | undefined, signal: AbortSignal) => {
		const found = value === undefined ? undefined : await getObject(access, 'contacts', { value, by: property }, personProperties, signal);
		return found && readPerson(found);
	};
	return {
		async get(id, signal) {
			const found = await getObject(access, 'contacts', { value: id }, personProperties, signal);
			return found && readPerson(found);
		},
		/** Address and external code by lookup, the others by search. */
		async list({ email, phone, companyId, externalCode }, signal) {
			const unique = [await by('email', email, signal), await by(codeProperty, externalCode, signal)].filter((one) => one !== undefined);
			const filters = Object.entries({ 'associations.company': companyId, phone, mobilephone: phone }).flatMap(
				([property, value]): Array<[string, string]> => (value === undefined ? [] : [[property, value]]),
			);
			const { objects, isWhole } = await searchObjects(access, 'contacts', filters, personProperties, signal);
			const searched = objects.map(readPerson).filter(({ id }) => !unique.some((one) => one.id === id));
			return { people: [...unique, ...searched], isWhole };
		},
		create: (fields, signal) =>
			createObject(access, 'contacts', writePerson(fields), [{ id: fields.companyId, type: relation.contactToCompany }], signal),
		update: (id, changes, signal) => updateObject(access, 'contacts', id, writePerson(changes), signal),
		/** Archived objects can be restored for 90 days. */
		async remove(id, signal) {
			if ((await getObject(access, 'contacts', { value: id }, [], signal)) === undefined) return;
			await callCrm(access, { method: 'POST', path: '/crm/v3/objects/contacts/gdpr-delete', json: { objectId: id } }, signal);
		},
	};
}

function createDeals(access: CrmAccess): CrmDeals {
	return {
		async get(id, signal) {
			const found = await getObject(access, 'deals', { value: id }, dealProperties, signal);
			return found && readDeal(found);
		},
		async find({ externalCode }, signal) {
			const found = await getObject(access, 'deals', { value: externalCode, by: codeProperty }, dealProperties, signal);
			return found && readDeal(found);
		},
		listOf: (personId, signal) => listRelated(access, ['contacts', personId], 'deals', signal),
		async create(fields, signal) {
			if (fields.origin !== undefined) throw withoutOrigins();
			const records = [
				{ id: fields.personId, type: relation.dealToContact },
				{ id: fields.companyId, type: relation.dealToCompany },
			];
			return createObject(access, 'deals', writeDeal(fields), records, signal);
		},
		async update(id, { companyId, personId, ...changes }, signal) {
			await updateObject(access, 'deals', id, writeDeal(changes), signal);
			if (companyId !== undefined) await relateObjects(access, ['deals', id], ['companies', companyId], signal);
			if (personId !== undefined) await relateObjects(access, ['deals', id], ['contacts', personId], signal);
		},
	};
}

const withoutOrigins = () =>
	new TroupeError({
		...{ code: 'INPUT_INVALID', message: 'Deals of HubSpot have no origin, but one is set.' },
		fix: 'Leave the origin empty, or write it into a property of your own with "custom".',
	});

function createNotes(access: CrmAccess): Crm['notes'] {
	const kinds: Record<'company' | 'person' | 'deal', [HubSpotKind, number]> = {
		company: ['companies', relation.noteToCompany],
		person: ['contacts', relation.noteToContact],
		deal: ['deals', relation.noteToDeal],
	};
	return {
		async find({ kind, id }, mark, signal) {
			const ids = await listRelated(access, [kinds[kind][0], id], 'notes', signal);
			const notes = await readObjects(access, 'notes', ids, ['hs_note_body'], signal);
			return notes.find(({ properties }) => properties['hs_note_body']?.includes(mark))?.id;
		},
		async empty({ kind, id }, isOwn, signal) {
			const ids = await listRelated(access, [kinds[kind][0], id], 'notes', signal);
			for (const note of await readObjects(access, 'notes', ids, ['hs_note_body'], signal))
				if (isOwn(note.properties['hs_note_body'] ?? ''))
					await updateObject(access, 'notes', note.id, { hs_note_body: erasedName }, signal);
		},
		create: ({ kind, id }, text, signal) => {
			// HubSpot shows the body as HTML.
			const body = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>');
			const properties = { hs_note_body: body, hs_timestamp: new Date().toISOString() };
			return createObject(access, 'notes', properties, [{ id, type: kinds[kind][1] }], signal);
		},
	};
}
