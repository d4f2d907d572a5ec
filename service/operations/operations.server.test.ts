import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { openStateDatabase } from '../../providers/database/state-database';
import { addWork } from '../../providers/state/work/work-rows';
import { workSchema } from '../../providers/state/work/work-schema';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { operations } from './index';

it.each(Object.entries(operations))('%s takes its input from where HTTP carries it', (_name, one) => {
	const { params, query, body } = one.input;
	const named = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
	expect(Object.keys(params?.properties ?? {}).sort()).toEqual(named.sort());
	const names = [params, query, body].flatMap((shape) => Object.keys(shape?.properties ?? {}));
	expect(new Set(names).size).toBe(names.length);
	if (one.method === 'GET') expect(body).toBeUndefined();
	if ('cursor' in (query?.properties ?? {})) expect(one.output).toMatchObject({ properties: { cursor: { type: 'string' } } });
	expect(() => new Ajv({ strict: false, validateFormats: false }).compile(one.output)).not.toThrow();
});

it('names each operation with its scope in docs/operations/api.md', () => {
	const rows = readFileSync('docs/operations/api.md', 'utf8').split('\n');
	const missing = Object.values(operations).filter(({ method, path, scope }) => {
		const written = `\`${method} /${path.replace(/:(\w+)/g, (_all, name: string) => name.toUpperCase())}\``;
		return !rows.some((row) => row.includes(written) && (scope === 'any' || row.includes(`\`${scope}\``)));
	});
	expect(missing.map(({ method, path }) => `${method} /${path}`)).toEqual([]);
});

describe('a distant service', () => {
	let service: Awaited<ReturnType<typeof startTestService>>;
	const folder = mkdtempSync(join(tmpdir(), 'troupe-logins-'));
	// As on a machine where nobody has used the product.
	const home = join(folder, 'home');
	beforeAll(async () => {
		service = await startTestService([]);
		const database = openStateDatabase(`${service.host.stateFolder}/state.db`, [workSchema]);
		for (const key of ['one', 'two'])
			await database.change('default', (connection) =>
				addWork(connection, { tenant: 'default', kind: 'run-notice', key, dueAt: Date.now() + 3_600_000 }),
			);
		await database.close();
	});
	afterAll(async () => {
		await service.close();
		rmSync(folder, { recursive: true });
	});

	async function troupe(args: string[], input = '', environment: Record<string, string> = {}) {
		const terminal = testTerminal({ TROUPE_HOME: home, ...environment }, [Buffer.from(input)]);
		const code = await runTroupe(args, terminal);
		return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	}

	it('is worked on by the same commands, after a login', async () => {
		const unknown = await troupe(['work', 'list', '--service', 'prod']);
		expect(unknown).toMatchObject({ code: 2, noted: expect.stringContaining('troupe login URL') });
		const refused = await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], 'trp_wrong');
		expect(refused).toMatchObject({ code: 1, noted: expect.stringContaining('error:') });
		expect((await troupe(['login'])).noted).toContain('no service');
		const key = await service.createKey('ana', ['work:manage']);
		const login = await troupe(['login', service.url, '--name', 'prod', '--key-stdin', '--json'], `${key}\n`);
		expect([login.code, JSON.parse(login.printed)]).toEqual([
			0,
			{ name: 'prod', url: service.url, tenant: 'default', subject: expect.stringMatching(/^key:/), scopes: ['work:manage'] },
		]);
		expect(login.printed + login.noted).not.toContain(key);
		expect((await troupe(['login', '--json'])).printed).toBe(JSON.stringify([{ name: 'prod', url: service.url }]));
		const listed = await troupe(['work', 'list', '--service', 'prod', '--json']);
		expect(JSON.parse(listed.printed)).toMatchObject([{ key: 'one', state: 'waiting' }, { key: 'two' }]);
		expect(await troupe(['work', 'list', '--json'], '', { TROUPE_SERVICE: 'prod' })).toEqual(listed);
		expect(await troupe(['work', 'list', '--json'])).toMatchObject({ printed: '[]' });
		for (const local of [
			['process', 'list'],
			['agent', 'resume', 'x', '--answer', 'a=b'],
			['run', 'replay', 'x'],
		])
			expect(await troupe(local, '', { TROUPE_SERVICE: 'prod' })).toMatchObject({
				code: 2,
				noted: expect.stringContaining('this machine only'),
			});
		const dropped = await troupe(['work', 'drop', 'one', 'three', '--kind', 'run-notice', '--service', 'prod', '--yes', '--json']);
		expect([dropped.code, JSON.parse(dropped.printed)]).toEqual([1, { dropped: ['one'], refused: ['three'] }]);
		const mixed = await troupe(['work', 'list', '--service', 'prod', '--tenant', 'acme']);
		expect(mixed).toMatchObject({ code: 2, noted: expect.stringContaining('the key decides') });
		expect((await troupe(['login', '--remove', 'prod'])).code).toBe(0);
		expect((await troupe(['work', 'list', '--service', 'prod'])).code).toBe(2);
	});

	it('refuses an input that does not fit, and a caller without the scope', async () => {
		const call = async (path: string, body?: object, token = serviceToken) => {
			const response = await fetch(`${service.url}/api/v1/${path}`, {
				headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
				...(body && { method: 'POST', body: JSON.stringify(body) }),
			});
			return [response.status, (await response.json()) as object];
		};
		expect(await call('work?limit=0')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
		expect(await call('work?color=red')).toMatchObject([400, { detail: expect.stringContaining('"color"') }]);
		expect(await call('work/run-notice/drop', { keys: [] })).toMatchObject([400, {}]);
		expect(await call('work/channel-send/drop', {})).toMatchObject([400, { code: 'INPUT_INVALID' }]);
		expect(await call('work', undefined, await service.createKey('bo', ['run:read']))).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
		const reader = await service.createKey('reader', ['run:read']);
		expect(await call('runs?minCost=1', undefined, reader)).toMatchObject([400, { detail: expect.stringContaining('period') }]);
		expect(await call('runs?minCost=1&from=2026-11-28', undefined, reader)).toMatchObject([200, {}]);
		expect(await call('me', undefined, await service.createKey('bo', ['run:read']))).toMatchObject([200, { scopes: ['run:read'] }]);
	});
});
