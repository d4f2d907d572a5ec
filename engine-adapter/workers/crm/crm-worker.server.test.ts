import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../../test/fakes/permissive-gate';
import { pipeRunToken, startPipeRunServer, type PipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { storeCredential } from '../../../test/support/store-credential';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../embedded/open-embedded-engine';
import type { Job } from '../../engine/jobs';
import type { WorkerHost } from '../task-worker';
import { crmJobHandler, openCrmWorker } from './crm-worker';

let server: PipeRunServer;
let host: WorkerHost & { stateFolder: string };
beforeEach(async () => {
	server = await startPipeRunServer();
	host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: mkdtempSync(join(tmpdir(), 'troupe-crm-job-')) };
	await storeCredential(host, 'piperun', 'piperunApi', { token: pipeRunToken, baseUrl: server.url });
});
afterEach(async () => {
	await server.close();
	rmSync(host.stateFolder, { recursive: true });
});

const headers = { credential: 'piperun', pipeline: '1', stage: '10' };
const lead = { id: 'c-1', company: { name: 'Padaria Sol', cnpj: '12.ABC.345/01DE-35' }, person: { name: 'Maria', phone: '41999998888' } };
const perform = (changes: Record<string, string>, variables: object) => {
	const job = {
		...{ key: '11', type: 'troupe:crm', instanceKey: '7', processId: 'sales', processDefinitionKey: '3', elementId: 'record' },
		...{ elementInstanceKey: '8', headers: { ...headers, ...changes }, variables, retries: 3, deadline: 0 },
	};
	return crmJobHandler(host)(job as Job, new AbortController().signal);
};

it('records a lead, once also when its job comes again', async () => {
	const first = await perform({}, { lead });
	const [deal] = server.tables.deals;
	expect(first).toMatchObject({ kind: 'complete', variables: { crm: { deal: { id: String(deal!['id']), isNew: true } } } });
	expect(await perform({}, { lead })).toMatchObject({ variables: { crm: { company: { isNew: false }, notes: [{ isNew: false }] } } });
	expect(server.tables.deals).toHaveLength(1);
});

it('takes the place of the deal from a variable, unless the designer set it', async () => {
	const crmPlace = { pipeline: 1, stage: 11, origin: 5, owner: 7 };
	await perform({}, { lead, crmPlace });
	await perform({ pipeline: '', stage: '' }, { lead: { ...lead, id: 'c-2' }, crmPlace });
	expect(server.tables.deals).toMatchObject([{ stage_id: 10, origin_id: 5, owner_id: 7 }, { stage_id: 11 }]);
});

it('takes the origin of a deal by its name in the CRM, and leaves out one that the CRM does not have', async () => {
	for (const [index, origin] of [' whatsapp', 'link'].entries())
		await perform({}, { lead: { ...lead, id: `c-${index}` }, crmPlace: { pipeline: 1, stage: 10, origin } });
	expect(server.tables.deals.map((deal) => deal['origin_id'] ?? null)).toEqual([5, null]);
});

it('records a contact without a deal, finds the company and adds a note once', async () => {
	await perform({ operation: 'recordContact' }, { lead });
	const id = String(server.tables.companies[0]!['id']);
	expect(server.tables.deals).toEqual([]);
	const found = { kind: 'complete', variables: { crm: { company: { id, name: 'Padaria Sol' } } } };
	expect(await perform({ operation: 'findCompany' }, { cnpj: '12ABC34501DE35' })).toMatchObject(found);
	const note = { targetId: id, text: 'Ligou de novo.' };
	await perform({ operation: 'addNote', target: 'company' }, note);
	await perform({ operation: 'addNote', target: 'company' }, note);
	expect(server.tables.notes).toMatchObject([{ company_id: Number(id), text: expect.stringContaining('Ligou de novo.') as string }]);
});

it.each<[string, Record<string, string>, object, RegExp]>([
	['no credential', { credential: '' }, { lead }, /does not name the credential of the CRM/],
	['an unknown credential', { credential: 'none' }, { lead }, /CREDENTIAL_NOT_FOUND/],
	['an unknown operation', { operation: 'delete' }, { lead }, /The operation is unknown/],
	['no lead', {}, {}, /lead is not an object/],
	['a lead without an id', {}, { lead: { ...lead, id: '' } }, /lead\.id is missing/],
	['a CNPJ with wrong digits', {}, { lead: { ...lead, company: { cnpj: '12.ABC.345/01DE-36' } } }, /lead\.company\.cnpj is not a CNPJ/],
	['a template with an unknown name', { noteTemplate: '{{company.owner.name}}' }, { lead }, /names "company\.owner\.name"/],
	['a stage that the CRM does not have', { stage: '99' }, { lead }, /CRM_REFUSED.*stage_id/],
	['an invalid id', { operation: 'addNote', target: 'deal' }, { targetId: '../users', text: 'x' }, /targetId is not an id/],
	['an invalid rate', { requestsPerMinute: 'many' }, { lead }, /requestsPerMinute/],
])('is an incident at once for %s', async (_what, changes, variables, message) => {
	expect(await perform(changes, variables)).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringMatching(message) as string });
});

it('is tried again while the CRM is down', async () => {
	server.fault = () => ({ status: 503, headers: { 'retry-after': '20' }, body: '' });
	expect(await perform({}, { lead })).toMatchObject({ kind: 'fail', code: 'CRM_UNREACHABLE', retries: 2, backoffMs: 20_000 });
});

it('asks the gate for its job type', async () => {
	await perform({}, { lead });
	expect((host.gate as ReturnType<typeof openGate>).admitted).toContainEqual({ kind: 'job-type', name: 'troupe:crm' });
});

const record = serviceTask('record', {
	type: 'troupe:crm',
	headers: { ...headers, resultExpression: '={dealId: crm.deal.id}' },
	inputs: [{ target: 'lead', source: '={id: conversation.id, company: {name: company, cnpj: cnpj}, deal: {temperature: "hot"}}' }],
});
const model = processModel('sales', [startEvent(), record, endEvent(), ...chain('start', 'record', 'end')]);

it('is a task of a process on the embedded engine', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const worker = await openCrmWorker(engine, host);
	try {
		await engine.deploy([model]);
		const variables = { conversation: { id: 'c-1' }, company: 'Padaria Sol', cnpj: '12ABC34501DE35' };
		const ending = await engine.startAndAwait({ processId: 'sales', variables }, 50_000);
		expect(ending.variables).toMatchObject({ dealId: String(server.tables.deals[0]!['id']) });
		expect(server.tables.deals).toMatchObject([{ title: 'Padaria Sol', temperature: 2, reference: 'c-1' }]);
	} finally {
		await worker.close();
		await engine.close();
	}
});
