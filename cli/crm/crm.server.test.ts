import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeRunToken, startPipeRunServer, type PipeRunServer } from '../../sandbox/fakes/piperun/piperun-server';
import { runTroupe } from '../program';
import { testTerminal, type TestTerminal } from '../../test/support/test-terminal';

let server: PipeRunServer;
let home: string;
beforeEach(async () => {
	server = await startPipeRunServer();
	home = mkdtempSync(join(tmpdir(), 'troupe-crm-command-'));
	const credential = join(home, 'piperun.json');
	writeFileSync(credential, JSON.stringify({ token: pipeRunToken, baseUrl: server.url }));
	await troupe('credentials', 'add', 'crm', '--type', 'piperunApi', '--file', credential);
});
afterEach(async () => {
	await server.close();
	rmSync(home, { recursive: true });
});

async function troupe(...args: string[]): Promise<TestTerminal & { code: number }> {
	const terminal = testTerminal({ TROUPE_HOME: home });
	return Object.assign(terminal, { code: await runTroupe(args, terminal) });
}
const lead = { id: 'c-1', company: { name: 'Padaria Sol', cnpj: '12.ABC.345/01DE-35' }, deal: { temperature: 'hot' } };
const writeLead = (changes: object = {}) => {
	const file = join(home, 'lead.json');
	writeFileSync(file, JSON.stringify({ ...lead, ...changes }));
	return file;
};

it('lists the IDs that settings name', async () => {
	const { printed, code } = await troupe('crm', 'test', 'crm');
	expect(code).toBe(0);
	expect(printed.join('\n')).toMatch(/pipeline +1 +Vendas\n +stage +10 +Novo\n[^]*origin +5 +WhatsApp\nowner +7 +Ana/);
	expect(JSON.parse((await troupe('crm', 'test', 'crm', '--json')).printed[0]!)).toMatchObject({ crm: 'PipeRun', owners: [{ id: '7' }] });
});

it('records a lead, once', async () => {
	const record = () => troupe('crm', 'record', 'crm', '--file', writeLead(), '--pipeline', '1', '--stage', '10');
	expect((await record()).printed).toEqual([
		...[expect.stringMatching(/^company \d+: created$/), expect.stringMatching(/^deal \d+: created$/)],
		expect.stringMatching(/^note \d+: created$/),
	]);
	expect((await record()).printed).toEqual(expect.arrayContaining([expect.stringMatching(/^deal \d+: unchanged$/)]));
	expect(server.tables.deals).toHaveLength(1);
});

it('says what is wrong with a lead, a place or a credential', async () => {
	const wrong = await troupe('crm', 'record', 'crm', '--file', writeLead({ company: { cnpj: '1' } }));
	expect([wrong.code, wrong.noted.join()]).toEqual([2, expect.stringContaining('lead.company.cnpj is not a CNPJ')]);
	const placeless = await troupe('crm', 'record', 'crm', '--file', writeLead());
	expect([placeless.code, placeless.noted.join()]).toEqual([2, expect.stringContaining('no deal without a pipeline')]);
	expect(server.tables.companies).toEqual([]);
	const unknown = await troupe('crm', 'test', 'other');
	expect([unknown.code, unknown.noted.join()]).toEqual([1, expect.stringContaining('has no credential "other"')]);
});
