import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { closeOpened } from '../../providers/compose/open-once';
import { type PipeRunServer, pipeRunToken, startPipeRunServer } from '../../sandbox/fakes/piperun/piperun-server';
import { startTestService } from '../../test/support/offering-service';

let service: Awaited<ReturnType<typeof startTestService>>;
let server: PipeRunServer;
let keys: Record<'ana' | 'eve' | 'acme', string>;
const troupe = async (args: string[], input = '') => {
	const terminal = testTerminal({ TROUPE_HOME: service.host.stateFolder }, [Buffer.from(input)]);
	return { code: await runTroupe(args, terminal), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
};
beforeAll(async () => {
	[server, service] = [await startPipeRunServer(), await startTestService([])];
	const file = join(service.host.stateFolder, 'piperun.json');
	writeFileSync(file, JSON.stringify({ token: pipeRunToken, baseUrl: server.url }));
	await troupe(['credentials', 'add', 'crm', '--type', 'piperunApi', '--file', file]);
	keys = {
		ana: await service.createKey('ana', ['credential:manage']),
		eve: await service.createKey('eve', ['channel:manage']),
		acme: await service.createKey('acme', ['credential:manage'], 'acme'),
	};
});
afterAll(async () => {
	await Promise.all([server.close(), service.close()]);
	await closeOpened();
});

async function call(path: string, body?: object, key: keyof typeof keys = 'ana'): Promise<[number, object]> {
	const response = await fetch(`${service.url}/api/v1/crm/${path}`, {
		headers: { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) },
		...(body && { method: 'POST', body: JSON.stringify(body) }),
	});
	return [response.status, (await response.json()) as object];
}
const lead = { id: 'c-1', company: { name: 'Padaria Sol', cnpj: '12.ABC.345/01DE-35' }, deal: { temperature: 'hot' } };

it('lists choices and records a lead once, without the secrets of the credential', async () => {
	const listed = await call('crm/choices');
	expect(listed).toMatchObject([200, { crm: 'PipeRun', owners: [{ id: '7' }] }]);
	expect(JSON.stringify(listed)).not.toContain(pipeRunToken);
	const asked = { lead, pipeline: '1', stage: '10' };
	expect(await call('crm/leads', asked)).toMatchObject([200, { deal: { isNew: true } }]);
	expect(await call('crm/leads', asked)).toMatchObject([200, { deal: { isNew: false } }]);
	expect(server.tables.deals).toHaveLength(1);
});

it.each([
	['crm/leads', {}, 400],
	['crm/leads', { lead, pipeline: '' }, 400],
	['crm/leads', { lead: { ...lead, company: { cnpj: '1' } }, pipeline: '1' }, 400],
	['nobody/choices', undefined, 404],
])('refuses %s %j', async (path, body, status) => {
	expect((await call(path, body))[0]).toBe(status);
	expect(await call(path, body, 'eve')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('has the credentials of the caller’s tenant alone, and is what the commands do', async () => {
	expect(await call('crm/choices', undefined, 'acme')).toMatchObject([404, { code: 'CREDENTIAL_NOT_FOUND' }]);
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], keys.ana);
	expect((await troupe(['crm', 'test', 'crm', '--service', 'prod'])).printed).toMatch(/pipeline +1 +Vendas/);
});
