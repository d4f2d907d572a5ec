import { type FakeCall, type FakeServer, type Fields, rawAnswer, type RawReply, startFakeServer, type WireAnswer } from '../fake-server';
import { filterRows, type PipeRunTables, references, required, type TableName, writable } from './piperun-tables';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isWhole: Check = (value) => Number.isInteger(value);
const isTruth: Check = (value) => typeof value === 'boolean';
const isOneOf =
	(...values: unknown[]): Check =>
	(value) =>
		values.includes(value);
const isDate: Check = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(value);
const areOwnFields: Check = (value) => Array.isArray(value) && value.every((one: Fields) => Number.isInteger(one['id']));

/** Deal values from the documentation of PipeRun's API v1. */
const deals: Record<string, Check> = {
	title: isText,
	reference: isText,
	reason_close: isText,
	status: isOneOf(0, 1, 3),
	temperature: isOneOf(1, 2, 3, 4),
	probability: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 90,
	value: (value) => typeof value === 'number',
	closed_at: isDate,
	created_at: isDate,
	deleted: isTruth,
	freezed: isTruth,
	pipeline_id: isWhole,
	stage_id: isWhole,
	owner_id: isWhole,
	origin_id: isWhole,
	company_id: isWhole,
	person_id: isWhole,
	custom_fields: areOwnFields,
};

const listInvalid = (table: TableName, body: Fields): string[] =>
	table === 'deals' ? Object.keys(body).filter((field) => body[field] !== undefined && deals[field]?.(body[field]) === false) : [];

export const pipeRunToken = 'piperun-token';

/**
 * `lost-before`: not done, no answer. `lost-after`: done, no answer. `late`: done after a moment, no answer. `slow`: done, answered after a moment.
 */
export type PipeRunFault = 'lost-before' | 'lost-after' | 'late' | 'slow' | RawReply;

export interface PipeRunServer extends FakeServer {
	readonly tables: PipeRunTables;
	fault?: (call: FakeCall) => PipeRunFault | undefined;
}

const lostMs = 120_000;
const lateMs = 300;
const usualPage = 15;

export async function startPipeRunServer(token = pipeRunToken): Promise<PipeRunServer> {
	const state: { tables: PipeRunTables; fault?: PipeRunServer['fault'] } = { tables: createTables() };
	const server = await startFakeServer((call, nextReply) => {
		const scripted = nextReply() as RawReply | undefined;
		if (scripted) return rawAnswer(scripted);
		if (call.headers['token'] !== token) return rawAnswer(refuse(401, 'Unauthorized'));
		return faulty(call, state.tables, state.fault?.(call));
	});
	return Object.assign(state, server);
}

const createTables = (): PipeRunTables => ({
	companies: [],
	persons: [],
	deals: [],
	notes: [],
	cities: [
		{ id: 4904, uf: 'RS', name: 'Porto Alegre' },
		{ id: 4905, uf: 'AL', name: 'Porto Alegre do Norte' },
		{ id: 2878, uf: 'PR', name: 'Curitiba' },
		{ id: 5270, uf: 'SP', name: 'São Paulo' },
	],
	pipelines: [{ id: 1, name: 'Vendas', order: 0 }],
	stages: [
		{ id: 10, pipeline_id: 1, name: 'Novo', order: 0 },
		{ id: 11, pipeline_id: 1, name: 'Proposta', order: 1 },
	],
	origins: [{ id: 5, name: 'WhatsApp' }],
	users: [{ id: 7, name: 'Ana' }],
});

function faulty(call: FakeCall, tables: PipeRunTables, fault: PipeRunFault | undefined): WireAnswer {
	switch (fault) {
		case 'lost-before':
			return { status: 200, body: '', delayMs: lostMs };
		case 'lost-after':
			return { ...rawAnswer(answer(call, tables)), delayMs: lostMs };
		case 'slow':
			return { ...rawAnswer(answer(call, tables)), delayMs: lateMs };
		case 'late':
			setTimeout(() => answer(call, tables), lateMs);
			return { status: 200, body: '', delayMs: lostMs };
		default:
			return rawAnswer(fault ?? answer(call, tables));
	}
}

const refuse = (status: number, message: string, data?: Fields): RawReply => ({
	status,
	body: { success: false, message, ...(data && { data }) },
});
const done = (status: number, message: string, data: unknown, more: object = {}): RawReply => ({
	status,
	body: { success: true, message, data, ...more },
});

function answer({ method, path, body }: FakeCall, tables: PipeRunTables): RawReply {
	const { pathname, searchParams } = new URL(path, 'http://piperun');
	const [, table = '', id] = pathname.split('/');
	if (!Object.hasOwn(tables, table)) return refuse(404, 'Not Found');
	const name = table as TableName;
	if (method === 'GET') return id === undefined ? list(name, tables, searchParams) : getOne(name, tables, id, searchParams);
	if (method === 'POST' && id === undefined && required[name]) return create(name, tables, body as Fields);
	if (method === 'PUT' && id !== undefined && writable[name]) return change(name, tables, id, body as Fields);
	return refuse(405, 'Method Not Allowed');
}

function list(name: TableName, tables: PipeRunTables, query: URLSearchParams): RawReply {
	const rows = filterRows(name, tables[name], query).map((row) => show(row, tables, hidesContacts(name, query)));
	const from = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString() || 0);
	const size = Number(query.get('show') ?? usualPage);
	const next = from + size < rows.length ? Buffer.from(String(from + size)).toString('base64url') : null;
	const cursor = { current: query.get('cursor'), prev: null, next, count: null };
	return done(200, 'OK', rows.slice(from, from + size), { meta: { cursor } });
}

function getOne(name: TableName, tables: PipeRunTables, id: string, query: URLSearchParams): RawReply {
	const found = tables[name].find((row) => String(row['id']) === id);
	return found ? done(200, 'OK', show(found, tables, hidesContacts(name, query))) : refuse(404, 'Not Found');
}

/** A company answers with a list of one, the others with an object. */
function create(name: TableName, tables: PipeRunTables, body: Fields): RawReply {
	const problems = check(name, tables, body, required[name] ?? []);
	if (problems) return problems;
	const state = name === 'deals' ? { status: 0, deleted: 0 } : { status: 1 };
	const row = { id: nextId(tables[name]), ...state, ...take(name, body), ...contactsOf(body) };
	tables[name].push(row);
	return done(201, 'Created', name === 'companies' ? [show(row, tables)] : show(row, tables));
}

function change(name: TableName, tables: PipeRunTables, id: string, body: Fields): RawReply {
	const row = tables[name].find((one) => String(one['id']) === id);
	if (!row) return refuse(404, 'Not Found');
	const problems = check(name, tables, body, []);
	if (problems) return problems;
	Object.assign(row, take(name, body), contactsOf(body));
	return done(200, 'OK', show(row, tables));
}

function check(name: TableName, tables: PipeRunTables, body: Fields, needed: string[]): RawReply | undefined {
	const missing = needed.filter((field) => body[field] === undefined || body[field] === '');
	const wrong = Object.entries(references).filter(
		([field, table]) => body[field] !== undefined && !tables[table].some(({ id }) => id === body[field]),
	);
	const places =
		name === 'companies' ? ['contactEmails', 'contactPhones', 'customFields'] : ['contactEmails', 'contactPhones', 'custom_fields'];
	const noLists = places.filter((field) => body[field] !== undefined && !Array.isArray(body[field]));
	const stage = tables.stages.find(({ id }) => id === body['stage_id']);
	const misplaced = stage && body['pipeline_id'] !== undefined && stage['pipeline_id'] !== body['pipeline_id'] ? ['stage_id'] : [];
	const problems = {
		...Object.fromEntries(missing.map((field) => [field, `O campo ${field} é obrigatório.`])),
		...Object.fromEntries(
			[...wrong.map(([field]) => field), ...misplaced, ...listInvalid(name, body)].map((field) => [field, `O campo ${field} é inválido.`]),
		),
		...Object.fromEntries(noLists.map((field) => [field, `O campo ${field} deve ser uma lista.`])),
	};
	return Object.keys(problems).length > 0 ? refuse(422, 'Unprocessable Entity', problems) : undefined;
}

const nextId = (rows: Fields[]) => Math.max(700, ...rows.map(({ id }) => Number(id))) + 1;

const take = (name: TableName, body: Fields): Fields =>
	Object.fromEntries((writable[name] ?? []).flatMap((field) => (body[field] === undefined ? [] : [[field, body[field]]])));

function contactsOf(body: Fields): Fields {
	const [emails, phones] = [body['contactEmails'], body['contactPhones']] as Array<string[] | undefined>;
	return {
		...(emails && { contact_emails: emails.map((email) => ({ email, is_main: 1, type: 'Comercial' })) }),
		...(phones && { contact_phones: phones.map((phone) => ({ phone, is_main: 1, type: 'Comercial' })) }),
	};
}

/** Companies come with their contacts only on request. */
const hidesContacts = (name: TableName, query: URLSearchParams) =>
	name === 'companies' && !['contactEmails', 'contactPhones'].every((relation) => query.get('with')?.split(',').includes(relation));

function show(row: Fields, { cities }: PipeRunTables, isWithoutContacts = false): Fields {
	const city = cities.find(({ id }) => id === row['city_id']);
	const { contact_emails: _emails, contact_phones: _phones, ...fields } = row;
	const contacts = ['contact_emails', 'contact_phones'].flatMap((name) => {
		const all = row[name] as unknown[] | undefined;
		return all && !isWithoutContacts ? [[name, all.length === 1 ? all[0] : all]] : [];
	});
	return { ...fields, ...(city && { city }), ...Object.fromEntries(contacts) };
}
