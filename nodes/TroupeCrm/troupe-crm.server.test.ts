import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { openGate } from '../../test/fakes/permissive-gate';
import { pipeRunToken, startPipeRunServer, type PipeRunServer } from '../../sandbox/fakes/piperun/piperun-server';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { listOrigins, listOwners, listPipelines, listStages } from './list-choices';

let home: string;
let server: PipeRunServer;
beforeEach(async () => {
	process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-crm-node-'));
	server = await startPipeRunServer();
});
afterEach(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});

const access = (apiKey = pipeRunToken) => ({ credentials: { troupePipeRunApi: { apiKey, baseUrl: server.url } } });
async function run(parameters: IDataObject, options: Partial<FakeExecution> = access()) {
	const [output] = await execute.call(fakeExecuteFunctions({ ...options, parameters }), openGate());
	return output!.map(({ json }) => json);
}
const lead: IDataObject = {
	...{ operation: 'recordLead', leadId: 'c-1', companyName: 'Padaria Sol', cnpj: '12.ABC.345/01DE-35', personName: 'Maria Souza' },
	...{ phone: '41 99999-8888', city: 'Curitiba/PR', pipeline: '1', stage: 10, temperature: 'warm', summary: 'Quer um forno.' },
	...{ 'details.detail': [{ name: 'product', value: 'Forno' }, { name: '' }], options: { origin: 5, owner: '7', value: 1500 } },
};

describe('Troupe PipeRun CRM', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(execute.call(fakeExecuteFunctions({ parameters: lead, ...access() }), refusing)).rejects.toThrow('revoked');
		expect(server.calls).toEqual([]);
	});

	it('records a lead, once', async () => {
		const [first] = await run(lead);
		expect(first).toMatchObject({ company: { isNew: true }, person: { isNew: true }, deal: { isNew: true }, notes: [{ isNew: true }] });
		expect(await run(lead)).toMatchObject([{ deal: { isNew: false, changed: [] }, notes: [{ isNew: false }] }]);
		const { companies, deals, notes } = server.tables;
		expect(companies).toMatchObject([{ cnpj: '12ABC34501DE35', city_id: 2878 }]);
		expect(deals).toMatchObject([{ title: 'Padaria Sol', temperature: 3, value: 1500, stage_id: 10, origin_id: 5, owner_id: 7 }]);
		expect(notes).toMatchObject([{ text: expect.stringContaining('Produto: Forno\nTemperatura: morno') as string }]);
	});

	it('records a person without a company', async () => {
		expect(await run({ ...lead, companyName: '', cnpj: '', operation: 'recordContact' })).toMatchObject([
			{ company: null, person: { isNew: true } },
		]);
	});

	it('finds a company, and adds a note to it once', async () => {
		await run(lead);
		const id = server.tables.companies[0]!['id'];
		expect(await run({ operation: 'findCompany', cnpj: '12ABC34501DE35' })).toMatchObject([{ company: { id: String(id) } }]);
		const note = { operation: 'addNote', target: 'company', targetId: id as number, text: 'Ligou de novo.', key: '' };
		expect([await run(note), await run(note)]).toMatchObject([[{ note: { isNew: true } }], [{ note: { isNew: false } }]]);
	});

	it('tells what is wrong, and where', async () => {
		await expect(run({ ...lead, cnpj: '12.ABC.345/01DE-36' })).rejects.toThrow(/^The value of the field "CNPJ" is not a CNPJ/);
		await expect(run({ ...lead, leadId: '' })).rejects.toThrow(/the field "Lead ID" is missing/);
		await expect(run({ ...lead, stage: '99' })).rejects.toThrow(/does not accept: stage_id/);
		await expect(run(lead, access('wrong'))).rejects.toThrow(/PipeRun answered 401 to the credential/);
	});

	it('asks to check the address where another service answers there', async () => {
		const elsewhere = { credentials: { troupePipeRunApi: { apiKey: pipeRunToken, baseUrl: `${server.url}/elsewhere` } } };
		await expect(run(lead, elsewhere)).rejects.toMatchObject({ description: expect.stringMatching(/^Check the address/) });
	});

	it('lists what the account has', async () => {
		const context = (parameters: IDataObject = {}) =>
			({
				...fakeExecuteFunctions({ parameters, ...access() }),
				getCurrentNodeParameter: (name: string) => parameters[name],
			}) as unknown as ILoadOptionsFunctions;
		expect(await listPipelines.call(context())).toEqual([{ name: 'Vendas', value: '1' }]);
		expect(await listStages.call(context({ pipeline: '1' }))).toHaveLength(2);
		expect(await listStages.call(context())).toEqual([]);
		expect(await listOrigins.call(context())).toEqual([{ name: 'WhatsApp', value: '5' }]);
		expect(await listOwners.call(context())).toEqual([{ name: 'Ana', value: '7' }]);
	});
});
