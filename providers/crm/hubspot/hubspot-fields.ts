/** Maps HubSpot's properties. The operator creates `cnpj`, `legal_name` and `troupe_lead`: docs/crm/crm.md. */
import type { CompanyFields, DealFields, PersonFields, Stored, StoredDeal, StoredPerson, Temperature } from '../../../core/ports/crm';
import { cnpjCharacters, present } from '../shared/compare';
import type { HubSpotObject, Properties } from './hubspot-objects';

export const codeProperty = 'troupe_lead';
export const companyProperties = ['name', 'cnpj', 'legal_name', 'phone', 'website', 'city', 'state', 'troupe_email', codeProperty];
export const personProperties = [
	...['firstname', 'lastname', 'email', 'hs_additional_emails', 'phone', 'mobilephone', 'jobtitle', 'city', 'state', codeProperty],
];
export const dealProperties = [
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

export const writeCompany = ({ name, cnpj, legalName, email, phone, website, city, custom, externalCode }: Partial<CompanyFields>) =>
	present({
		...{ ...custom, name, cnpj, legal_name: legalName, phone, website, city: city?.name, state: city?.state },
		...{ troupe_email: email, [codeProperty]: externalCode },
	}) as Partial<Properties>;

export function writePerson({ name, email, phone, jobTitle, city, custom, externalCode }: Partial<PersonFields>): Partial<Properties> {
	const [firstname, ...others] = name?.trim().split(/\s+/) ?? [];
	// A name of one word clears the stored last name.
	const lastname = name === undefined ? undefined : others.join(' ');
	return present({
		...{ ...custom, firstname, lastname, email, phone, jobtitle: jobTitle },
		...{ city: city?.name, state: city?.state, [codeProperty]: externalCode },
	});
}

export const writeDeal = ({ title, pipeline, stage, owner, value, temperature, custom, externalCode }: Partial<DealFields>) =>
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

export const readCompany = ({ id, properties }: HubSpotObject): Stored<CompanyFields> =>
	present({
		...{ id, name: properties['name'], cnpj: cnpjCharacters(properties['cnpj']) || undefined, legalName: properties['legal_name'] },
		...{ phone: properties['phone'], website: properties['website'], email: properties['troupe_email'], city: readCity(properties) },
		externalCode: properties[codeProperty],
	});

export function readPerson({ id, properties, companyId }: HubSpotObject): StoredPerson {
	const name = [properties['firstname'], properties['lastname']].filter(Boolean).join(' ');
	return present({
		...{ id, name: name || undefined, email: properties['email'], phone: properties['phone'], jobTitle: properties['jobtitle'] },
		emails: [properties['email'] ?? [], properties['hs_additional_emails']?.split(';') ?? []].flat(),
		phones: [properties['phone'] ?? [], properties['mobilephone'] ?? []].flat(),
		...{ city: readCity(properties), companyId, externalCode: properties[codeProperty] },
	});
}

export const readDeal = ({ id, properties, companyId, personId }: HubSpotObject): StoredDeal =>
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
