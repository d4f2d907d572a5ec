import { BoundedCache } from '../../../core/base/bounded-cache';
import { plain } from '../../../core/base/text/plain-text';
import {
	type CompanyFields,
	type CompanyKey,
	type Crm,
	type CrmChoice,
	type CrmDeals,
	type CrmNotes,
	type CrmPeople,
	type CrmTable,
	erasedName,
	type Stored,
} from '../../../core/ports/crm';
import type { CrmCity } from '../../../core/ports/crm';
import { callPipeRun, createInPipeRun, listPipeRun, maxListed, type PipeRunAccess, type PipeRunRow, readId } from './piperun-call';
import { cnpjCharacters, readCompany, readDeal, readPerson, writeCompany, writeDeal, writePerson } from './piperun-fields';

/** Brazil has 5,570 municipalities. */
const maxCities = 6_000;

interface PipeRunCities {
	find(city: CrmCity | undefined, signal: AbortSignal): Promise<number | undefined>;
}

/** Caches numbers of cities, which do not change; unknown cities are asked for again. */
function createPipeRunCities(access: PipeRunAccess): PipeRunCities {
	const cache = new BoundedCache<number>(maxCities);
	return {
		async find(city, signal) {
			if (city === undefined) return undefined;
			const key = JSON.stringify([plain(city.name), plain(city.state)]);
			const cached = cache.get(key);
			if (cached !== undefined) return cached;
			for await (const { id, name, uf } of listPipeRun(access, '/cities', { name: city.name, uf: city.state }, signal)) {
				// The filter also finds names that contain the text.
				if (plain(name) !== plain(city.name) || plain(uf) !== plain(city.state)) continue;
				const number = Number(readId(id));
				if (Number.isSafeInteger(number)) {
					cache.set(key, number);
					return number;
				}
			}
			return undefined;
		},
	};
}

export interface PipeRunAccount {
	baseUrl: string;
	token: string;
	timeoutMs?: number;
}

export const pipeRunAddress = 'https://api.pipe.run/v1';

/** PipeRun, https://developers.pipe.run. It has neither idempotency keys nor upserts; `core/crm` compensates. */
export function createPipeRunCrm({ baseUrl, token, timeoutMs }: PipeRunAccount, send: typeof fetch): Crm {
	const access: PipeRunAccess = { baseUrl, token, send, timeoutMs };
	const cities = createPipeRunCities(access);
	const people = createPeople(access, cities);
	return {
		name: 'PipeRun',
		dealNeeds: ['pipeline', 'stage'],
		hasUniqueAddresses: false,
		companies: createCompanies(access, cities),
		people,
		deals: createDeals(access),
		notes: createNotes(access),
		relate: (personId, companyId, signal) => people.update(personId, { companyId }, signal),
		async listChoices(signal) {
			const list = async (path: string) => collect(listPipeRun(access, path, {}, signal));
			const [pipelines, stages, origins, owners] = await Promise.all([
				list('/pipelines'),
				list('/stages'),
				list('/origins'),
				list('/users'),
			]);
			const sorted = inOrder(stages);
			const stagesOf = (id: string) => sorted.filter((stage) => readId(stage['pipeline_id']) === id).map(toChoice);
			return {
				pipelines: inOrder(pipelines)
					.map(toChoice)
					.map((pipeline) => ({ ...pipeline, stages: stagesOf(pipeline.id) })),
				origins: origins.map(toChoice),
				owners: owners.map(toChoice),
			};
		},
	};
}

function inOrder(rows: PipeRunRow[]): PipeRunRow[] {
	const orderOf = (one: PipeRunRow) => Number(one['order'] ?? 0);
	return rows.toSorted((one, other) => orderOf(one) - orderOf(other));
}

const toChoice = ({ id, name }: PipeRunRow): CrmChoice => ({ id: readId(id)!, name: typeof name === 'string' ? name : '' });

async function collect(rows: AsyncIterable<PipeRunRow>): Promise<PipeRunRow[]> {
	const all: PipeRunRow[] = [];
	for await (const one of rows) all.push(one);
	return all;
}

/** The oldest has the lowest number. */
async function findOldest<Record extends { id: string }>(
	rows: AsyncIterable<PipeRunRow>,
	read: (stored: PipeRunRow) => Record,
	fits: (record: Record) => boolean,
	isGone: (stored: PipeRunRow) => boolean = () => false,
): Promise<Record | undefined> {
	const found = (await collect(rows))
		.filter((one) => readId(one['id']) !== undefined && !isGone(one))
		.map(read)
		.filter(fits);
	return found.sort((one, other) => Number(one.id) - Number(other.id))[0];
}

async function get<Record>(access: PipeRunAccess, path: string, read: (stored: PipeRunRow) => Record, signal: AbortSignal, query = {}) {
	const found = await callPipeRun(access, { method: 'GET', path, query }, signal);
	return found && read(found);
}

/** @throws TroupeError CRM_REFUSED for a record that was deleted */
async function update(access: PipeRunAccess, path: string, json: object, signal: AbortSignal): Promise<void> {
	await callPipeRun(access, { method: 'PUT', path, json }, signal);
}

const contacts = { with: 'contactEmails,contactPhones' };

function createCompanies(access: PipeRunAccess, cities: PipeRunCities): CrmTable<CompanyFields, Stored<CompanyFields>, CompanyKey> {
	return {
		get: (id, signal) => get(access, `/companies/${id}`, readCompany, signal, contacts),
		async find({ cnpj, externalCode }, signal) {
			const byCnpj = cnpj === undefined ? undefined : await findByCnpj(access, cnpj, signal);
			if (byCnpj !== undefined || externalCode === undefined) return byCnpj;
			const query = { external_code: externalCode, ...contacts };
			return findOldest(listPipeRun(access, '/companies', query, signal), readCompany, (one) => one.externalCode === externalCode);
		},
		async create(fields, signal) {
			return createInPipeRun(access, '/companies', writeCompany(fields, await cities.find(fields.city, signal)), signal);
		},
		async update(id, changes, signal) {
			await update(access, `/companies/${id}`, writeCompany(changes, await cities.find(changes.city, signal)), signal);
		},
	};
}

/** People type company numbers with dots. */
async function findByCnpj(access: PipeRunAccess, cnpj: string, signal: AbortSignal): Promise<Stored<CompanyFields> | undefined> {
	const written = cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, '$1.$2.$3/$4-$5');
	for (const value of [cnpj, written]) {
		const rows = listPipeRun(access, '/companies', { cnpj: value, ...contacts }, signal);
		const found = await findOldest(rows, readCompany, (one) => cnpjCharacters(one.cnpj) === cnpj);
		if (found) return found;
	}
	return undefined;
}

function createPeople(access: PipeRunAccess, cities: PipeRunCities): CrmPeople {
	return {
		get: (id, signal) => get(access, `/persons/${id}`, readPerson, signal),
		/** PipeRun cannot search e-mail addresses or phone numbers, and stores no external code. */
		async list({ name, companyId }, signal) {
			const listBy = (query: Record<string, string>) => collect(listPipeRun(access, '/persons', query, signal));
			const rows = await (companyId === undefined ? listByName(name, listBy) : listBy({ company_id: companyId }));
			return { people: rows.filter(({ id }) => readId(id) !== undefined).map(readPerson), isWhole: rows.length < maxListed };
		},
		async create(fields, signal) {
			return createInPipeRun(access, '/persons', writePerson(fields, await cities.find(fields.city, signal)), signal);
		},
		async update(id, changes, signal) {
			await update(access, `/persons/${id}`, writePerson(changes, await cities.find(changes.city, signal)), signal);
		},
		/** The API documents no removal of a person. */
		remove: (id, signal) => update(access, `/persons/${id}`, emptyPerson, signal),
	};
}

/** The filter needs consecutive words: Ana Souza is not found as Ana de Souza, but by the first name. */
async function listByName(name: string, listBy: (query: { name: string }) => Promise<PipeRunRow[]>): Promise<PipeRunRow[]> {
	const [first = ''] = name.trim().split(/\s+/);
	const rows = await listBy({ name: first });
	if (rows.length < maxListed || first === name.trim()) return rows;
	const named = await listBy({ name });
	const ids = new Set(named.map(({ id }) => readId(id)));
	return [...named, ...rows.filter(({ id }) => !ids.has(readId(id)))];
}

const emptyPerson = { name: erasedName, job_title: '', cpf: '', observation: '', contactEmails: [], contactPhones: [] };
const maxDeals = 500;

/** Lists can contain trashed deals: the filter is a boolean, the field 0 or 1. */
const isInTrash = ({ deleted }: PipeRunRow): boolean => Number(deleted) === 1;

function createDeals(access: PipeRunAccess): CrmDeals {
	return {
		async get(id, signal) {
			const found = await callPipeRun(access, { method: 'GET', path: `/deals/${id}` }, signal);
			return found === undefined || isInTrash(found) ? undefined : readDeal(found);
		},
		/** PipeRun cannot search for a reference. */
		async find({ externalCode, companyId, personId }, signal) {
			for (const query of [{ person_id: personId }, { company_id: companyId }]) {
				if (Object.values(query)[0] === undefined) continue;
				const rows = listPipeRun(access, '/deals', query, signal);
				const found = await findOldest(rows, readDeal, (one) => one.externalCode === externalCode, isInTrash);
				if (found) return found;
			}
			return undefined;
		},
		create: async (fields, signal) => createInPipeRun(access, '/deals', writeDeal(fields), signal),
		async listOf(personId, signal) {
			const rows = await collect(listPipeRun(access, '/deals', { person_id: personId }, signal));
			return rows.flatMap(({ id }) => readId(id) ?? []).slice(0, maxDeals);
		},
		update: (id, changes, signal) => update(access, `/deals/${id}`, writeDeal(changes), signal),
	};
}

function createNotes(access: PipeRunAccess): CrmNotes {
	return {
		async find({ kind, id }, mark, signal) {
			for await (const note of listPipeRun(access, '/notes', { [`${kind}_id`]: id }, signal))
				if (typeof note['text'] === 'string' && note['text'].includes(mark)) return readId(note['id']);
			return undefined;
		},
		async empty({ kind, id }, isOwn, signal) {
			const notes = await collect(listPipeRun(access, '/notes', { [`${kind}_id`]: id }, signal));
			for (const { id: note, text } of notes)
				if (typeof text === 'string' && isOwn(text)) await update(access, `/notes/${readId(note)}`, { text: erasedName }, signal);
		},
		create: ({ kind, id }, text, signal) => createInPipeRun(access, '/notes', { text, [`${kind}_id`]: Number(id) }, signal),
	};
}
