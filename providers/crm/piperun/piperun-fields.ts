/** Maps PipeRun's rows. Companies use camelCase names, people and deals snake_case. */
import type {
	CompanyFields,
	CrmCity,
	DealFields,
	PersonFields,
	Stored,
	StoredDeal,
	StoredPerson,
	Temperature,
} from '../../../core/ports/crm';
import { type PipeRunRow, readId, row } from './piperun-call';

export const cnpjCharacters = (value: unknown): string => (typeof value === 'string' ? value.toUpperCase().replace(/[^\dA-Z]/g, '') : '');

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

const present = <Fields extends object>(fields: Fields): { [Name in keyof Fields]: NonNullable<Fields[Name]> } =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

const temperatureNumbers: Record<Temperature, number> = { hot: 2, warm: 3, cold: 4 };
/** PipeRun has a fourth: very hot. */
const temperatureNames: Record<number, Temperature> = { 1: 'hot', 2: 'hot', 3: 'warm', 4: 'cold' };
const closedStatuses: Record<number, 'won' | 'lost'> = { 1: 'won', 3: 'lost' };

const customRows = (custom: Record<string, string> | undefined) =>
	custom && Object.entries(custom).map(([id, value]) => ({ id: Number(id), value }));

export const writeCompany = (fields: Partial<CompanyFields>, cityId?: number): object =>
	present({
		name: fields.name,
		cnpj: fields.cnpj,
		company_name: fields.legalName,
		website: fields.website,
		city_id: cityId,
		contactEmails: fields.email === undefined ? undefined : [fields.email],
		contactPhones: fields.phone === undefined ? undefined : [fields.phone],
		customFields: customRows(fields.custom),
		external_code: fields.externalCode,
	});

export const writePerson = (fields: Partial<PersonFields>, cityId?: number): object =>
	present({
		name: fields.name,
		job_title: fields.jobTitle,
		city_id: cityId,
		company_id: toNumber(fields.companyId),
		contactEmails: fields.email === undefined ? undefined : [fields.email],
		contactPhones: fields.phone === undefined ? undefined : [fields.phone],
		custom_fields: customRows(fields.custom),
	});

export const writeDeal = (fields: Partial<DealFields>): object =>
	present({
		title: fields.title,
		reference: fields.externalCode,
		value: fields.value,
		pipeline_id: toNumber(fields.pipeline),
		stage_id: toNumber(fields.stage),
		origin_id: toNumber(fields.origin),
		owner_id: toNumber(fields.owner),
		company_id: toNumber(fields.companyId),
		person_id: toNumber(fields.personId),
		temperature: fields.temperature && temperatureNumbers[fields.temperature],
		custom_fields: customRows(fields.custom),
	});

const toNumber = (id: string | undefined) => (id === undefined ? undefined : Number(id));

export function readCompany(stored: PipeRunRow): Stored<CompanyFields> {
	return present({
		id: readId(stored['id'])!,
		name: text(stored['name']),
		cnpj: cnpjCharacters(stored['cnpj']) || undefined,
		legalName: text(stored['company_name']),
		website: text(stored['website']),
		city: readCity(stored['city']),
		email: readContacts(stored, 'email')[0],
		phone: readContacts(stored, 'phone')[0],
		externalCode: readCode(stored['external_code']),
	});
}

export function readPerson(stored: PipeRunRow): StoredPerson {
	const emails = readContacts(stored, 'email');
	const phones = readContacts(stored, 'phone');
	return present({
		id: readId(stored['id'])!,
		name: text(stored['name']),
		jobTitle: text(stored['job_title']),
		city: readCity(stored['city']),
		emails,
		phones,
		email: emails[0],
		phone: phones[0],
		externalCode: readCode(stored['external_code']),
		companyId: readId(stored['company_id']) ?? readId(row(stored['company'])['id']),
	});
}

export function readDeal(stored: PipeRunRow): StoredDeal {
	const value = Number(stored['value'] ?? Number.NaN);
	return present({
		id: readId(stored['id'])!,
		title: text(stored['title']),
		value: Number.isFinite(value) ? value : undefined,
		temperature: temperatureNames[Number(stored['temperature'])],
		externalCode: readCode(stored['reference']),
		pipeline: readId(stored['pipeline_id']),
		stage: readId(stored['stage_id']),
		origin: readId(stored['origin_id']),
		owner: readId(stored['owner_id']),
		companyId: readId(stored['company_id']),
		personId: readId(stored['person_id']),
		closed: closedStatuses[Number(stored['status'])],
		closedAt: Number(stored['status']) in closedStatuses ? readTime(stored['closed_at']) : undefined,
	});
}

/** `2020-03-16 22:27:42` in the time of Brasília: UTC−3 all year since 2019. */
function readTime(value: unknown): number | undefined {
	const written = text(value);
	if (written === undefined || !/^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(written)) return undefined;
	const time = Date.parse(`${written.replace(' ', 'T').padEnd(19, 'T00:00:00')}-03:00`);
	return Number.isFinite(time) ? time : undefined;
}

const readCode = (value: unknown) => (typeof value === 'number' ? String(value) : text(value));

function readCity(value: unknown): CrmCity | undefined {
	const { name, uf } = row(value);
	return text(name) && text(uf) ? { name: name as string, state: uf as string } : undefined;
}

/** Main contact first. One contact is an object, several are a list. */
function readContacts(stored: PipeRunRow, what: 'email' | 'phone'): string[] {
	const contacts = stored[`contact_${what}s`] ?? stored[what === 'email' ? 'contactEmails' : 'contactPhones'];
	const rows = (Array.isArray(contacts) ? contacts : [contacts]).map(row);
	const isMain = (one: PipeRunRow) => Number(Number(one['is_main']) === 1);
	return rows.sort((one, other) => isMain(other) - isMain(one)).flatMap((one) => text(one[what]) ?? []);
}
