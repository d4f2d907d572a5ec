import { describeCrm } from '../../../core/crm/crm.contract';
import type { Crm } from '../../../core/ports/crm';
import { pipeRunToken, startPipeRunServer, type PipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { waitUntil } from '../../../test/support/wait-until';
import { guardedFetch } from '../../http/guarded-fetch';
import { createPipeRunCrm } from './piperun-crm';
import { slowTest } from '../../../test/support/slow-tests';

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
let server: PipeRunServer;
let crm: Crm;
beforeEach(async () => {
	server = await startPipeRunServer();
	crm = createPipeRunCrm({ baseUrl: server.url, token: pipeRunToken }, send);
});
afterEach(() => server.close());

describeCrm(() => ({ crm, place: { pipeline: '1', stage: '10' }, city: { name: 'Curitiba', state: 'PR' } }));

it('finds a company whose number a person typed with dots', async () => {
	server.tables.companies.push({ id: 900, name: 'Padaria Sol', cnpj: '12.ABC.345/01DE-35' });
	expect(await crm.companies.find({ cnpj: '12ABC34501DE35' }, signal)).toMatchObject({ id: '900', cnpj: '12ABC34501DE35' });
});

it('reads all pages of a list', async () => {
	for (let id = 1; id <= 230; id += 1) server.tables.deals.push({ id, title: 'Forno', company_id: 5, reference: `lead-${id}`, status: 0 });
	expect(await crm.deals.find({ companyId: '5', externalCode: 'lead-229' }, signal)).toMatchObject({ id: '229' });
});

it('lists no more than 1,000 people of a company, and says so', async () => {
	for (let id = 1; id <= 1_001; id += 1) server.tables.persons.push({ id, name: 'Ana', company_id: 5 });
	const { people, isWhole } = await crm.people.list({ name: 'Ana', companyId: '5' }, signal);
	expect([people.length, isWhole]).toEqual([1_000, false]);
});

it('finds people whose names have other particles between, also among more of that first name than it lists', async () => {
	server.tables.persons.push({ id: 1, name: 'Sandra Araújo Araújo' }, { id: 2, name: 'Alessandra Dias' });
	const list = async (name: string) => (await crm.people.list({ name }, signal)).people.map(({ id }) => id);
	expect(await list('Sandra de Araújo Araújo')).toContain('1');
	for (let id = 10; id <= 1_010; id += 1) server.tables.persons.unshift({ id, name: 'Sandra Reis' });
	expect(await list('Sandra Araújo Araújo')).toContain('1');
	expect(await crm.people.list({ name: 'Sandra' }, signal)).toMatchObject({ isWhole: false });
});

it('asks for a city once, and takes none that only contains its name', async () => {
	const create = (name: string) => crm.companies.create({ name, city: { name: 'porto alegre', state: 'RS' } }, signal);
	await create('One');
	await create('Two');
	expect(server.calls.filter(({ path }) => path.startsWith('/cities'))).toHaveLength(1);
	expect(server.tables.companies.map((company) => company['city_id'])).toEqual([4904, 4904]);
	await crm.companies.create({ name: 'Three', city: { name: 'Alegre', state: 'RS' } }, signal);
	expect(server.tables.companies[2]).not.toHaveProperty('city_id');
});

it('writes own fields under the name that each record takes', async () => {
	const custom = { '31': 'yes' };
	await crm.companies.create({ name: 'Padaria Sol', custom }, signal);
	await crm.people.create({ name: 'Maria', custom }, signal);
	await crm.deals.create({ title: 'Forno', pipeline: '1', stage: '10', custom }, signal);
	const rows = [{ id: 31, value: 'yes' }];
	expect(server.tables.companies[0]).toMatchObject({ customFields: rows });
	expect(server.tables.persons[0]).toMatchObject({ custom_fields: rows });
	expect(server.tables.deals[0]).toMatchObject({ custom_fields: rows });
});

it('tells how a deal was closed', async () => {
	server.tables.deals.push({ id: 1, title: 'Forno', status: 1 }, { id: 2, title: 'Forno', status: 3 }, { id: 3, status: 0 });
	const closed = async (id: string) => (await crm.deals.get(id, signal))?.closed;
	expect([await closed('1'), await closed('2'), await closed('3')]).toEqual(['won', 'lost', undefined]);
});

it.each<[string | null, string | undefined]>([
	['2026-11-28 22:27:42', '2026-11-29T01:27:42.000Z'],
	['2026-11-28', '2026-11-28T03:00:00.000Z'],
	['', undefined],
	['0000-00-00 00:00:00', undefined],
	[null, undefined],
])('closed a deal on the day that its people saw, for %j (apideck-libraries/node-sdk#155)', async (closed_at, time) => {
	server.tables.deals.push({ id: 1, status: 1, closed_at }, { id: 2, status: 0, closed_at: '2026-11-28 10:00:00' });
	const { closedAt } = (await crm.deals.get('1', signal))!;
	expect(closedAt === undefined ? undefined : new Date(closedAt).toISOString()).toBe(time);
	expect(await crm.deals.get('2', signal)).not.toHaveProperty('closedAt');
});

it.each([1, '1', true])('takes no deal that lies in the trash (deleted: %j)', async (deleted) => {
	server.tables.deals.push({ id: 1, title: 'Forno', company_id: 5, reference: 'lead-1', status: 0, deleted });
	expect(await crm.deals.find({ companyId: '5', externalCode: 'lead-1' }, signal)).toBeUndefined();
	expect(await crm.deals.get('1', signal)).toBeUndefined();
	server.tables.deals.push({ id: 2, title: 'Forno', company_id: 5, reference: 'lead-1', status: 0, deleted: 0 });
	expect(await crm.deals.find({ companyId: '5', externalCode: 'lead-1' }, signal)).toMatchObject({ id: '2' });
});

it('lists pipelines and their stages in the order that people gave them', async () => {
	server.tables.pipelines.splice(0, 9, { id: 1, name: 'Vendas', order: 2 }, { id: 2, name: 'Suporte', order: 0 });
	const stage = (id: number, name: string, order: number) => ({ id, pipeline_id: 1, name, order });
	server.tables.stages.splice(0, 9, stage(12, 'Proposta', 2), stage(13, 'Novo', 0), stage(11, 'Visita', 1));
	const { pipelines } = await crm.listChoices(signal);
	expect(pipelines.map(({ name }) => name)).toEqual(['Suporte', 'Vendas']);
	expect(pipelines[1]!.stages.map(({ name }) => name)).toEqual(['Novo', 'Visita', 'Proposta']);
});

it.each([
	['temperature', 5],
	['temperature', 'hot'],
	['status', 2],
	['probability', 91],
	['value', '100'],
	['owner_id', '7'],
	['title', 12],
	['closed_at', '28/11/2026'],
	['deleted', 'yes'],
	['custom_fields', [{ id: null, value: 'yes' }]],
])('has a stand-in that refuses what the documentation does not allow: %s %j', async (field, value) => {
	const body = JSON.stringify({ pipeline_id: 1, stage_id: 10, title: 'Forno', [field]: value });
	const headers = { token: pipeRunToken, 'content-type': 'application/json' };
	const answer = await fetch(`${server.url}/deals`, { method: 'POST', headers, body });
	expect([answer.status, await answer.json()]).toEqual([422, expect.objectContaining({ data: { [field]: expect.any(String) } })]);
});

describe('a fault', () => {
	const create = () => crm.companies.create({ name: 'Padaria Sol' }, signal);
	const find = () => crm.companies.find({ externalCode: 'lead-1' }, signal);

	it('names the fields that PipeRun refuses, and never their values', async () => {
		const refused = crm.deals.create({ title: 'Maria Souza', pipeline: '1', stage: '10', origin: '99' }, signal);
		await expect(refused).rejects.toMatchObject({
			...{ code: 'CRM_REFUSED', details: { status: 422, fields: ['origin_id'] } },
			message: 'PipeRun answered 422 to a POST. It does not accept: origin_id.',
		});
	});

	it('is one of the credential if PipeRun does not accept it', async () => {
		const other = createPipeRunCrm({ baseUrl: server.url, token: 'wrong-token' }, send);
		const refused = other.listChoices(signal);
		await expect(refused).rejects.toMatchObject({ code: 'CREDENTIAL_INVALID', retryable: false });
		await expect(refused).rejects.not.toThrow(/wrong-token/);
	});

	slowTest('of an answer that did not come leaves a creation unknown, whether it was done or not', async () => {
		for (const fault of ['lost-after', 'lost-before'] as const) {
			server.fault = ({ method }) => (method === 'POST' ? fault : undefined);
			const hasty = createPipeRunCrm({ baseUrl: server.url, token: pipeRunToken, timeoutMs: 500 }, send);
			const creation = hasty.companies.create({ name: 'Padaria Sol' }, signal);
			await expect(creation).rejects.toMatchObject({ code: 'CRM_OUTCOME_UNKNOWN', retryable: true });
		}
		await waitUntil('the company is there', () => server.tables.companies.length === 1);
	});

	it.each([500, 502, 503, 408])('of status %i leaves a creation unknown, and a search to be repeated', async (status) => {
		server.fault = () => ({ status, body: 'gateway' });
		await expect(create()).rejects.toMatchObject({ code: 'CRM_OUTCOME_UNKNOWN' });
		await expect(find()).rejects.toMatchObject({ code: 'CRM_UNREACHABLE', retryable: true });
	});

	it('of too many requests says how long to wait', async () => {
		server.fault = () => ({ status: 429, headers: { 'retry-after': '7' }, body: {} });
		await expect(create()).rejects.toMatchObject({ code: 'CRM_RATE_LIMITED', retryable: true, retryAfterMs: 7_000 });
	});

	it('of a server that is not there creates nothing', async () => {
		await server.close();
		await expect(create()).rejects.toMatchObject({ code: 'CRM_UNREACHABLE', retryable: true });
		server = await startPipeRunServer();
	});

	it("of an answer that is not PipeRun's is told", async () => {
		server.fault = () => ({ status: 200, body: { hello: 'world' } });
		await expect(find()).rejects.toMatchObject({ code: 'CRM_REFUSED' });
	});
});
