import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { startOperationsService } from '../../test/support/operations-service';
import { waitUntil } from '../../test/support/wait-until';
import { KeptLines, readLogDays } from '../log/kept-lines';
import { openLog } from '../log/log';

const trace = 'ab'.repeat(16);
let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => (service = await startOperationsService(['log:read'])));
afterAll(() => service.close());

/** A process of the installation. */
async function startProcess(program: string, days = 7) {
	const kept = new KeptLines(days);
	const log = openLog({ note: () => undefined, environment: {} }, kept.add);
	await kept.start({ ...service.host, tenant: 'default' }, program, log);
	return { log, close: () => kept.close() };
}

it('keeps the lines of all processes that lead somewhere, masked, without hashes of contacts', async () => {
	const [one, other, silent] = [await startProcess('serve'), await startProcess('worker'), await startProcess('worker', 0)];
	one.log('info', 'agent started', { run: 'r1', tenant: 'default', person: 'hash-of-ana' });
	one.log('info', 'service stopping');
	other.log('info', 'job started', { instance: '1', trace });
	other.log('warn', 'channel disconnected', { error: 'ana@example.com' });
	other.log('info', 'agent started', { run: 'r1', tenant: 'acme' });
	silent.log('error', 'not kept');
	for (const each of [one, other, silent]) await each.close();
	const [, page] = (await service.call('GET logs')) as [number, { items: object[]; last: number }];
	expect(page.items).toEqual([
		expect.objectContaining({ message: 'agent started', run: 'r1', tenant: 'default', source: expect.stringMatching(/^serve .+:\d+$/) }),
		expect.objectContaining({ message: 'job started', tenant: 'default', trace, instance: '1' }),
		expect.objectContaining({ level: 'warn', message: 'channel disconnected', error: '[EMAIL]' }),
	]);
	expect(JSON.stringify(page)).not.toMatch(/hash-of-ana|ana@/);
	expect(await service.call('GET logs?run=r1')).toMatchObject([200, { items: [{ run: 'r1', tenant: 'default' }] }]);
	expect(await service.call('GET logs?level=warn')).toMatchObject([200, { items: [{ message: 'channel disconnected' }] }]);
	expect(await service.call(`GET logs?after=${page.last}`)).toEqual([200, { items: [], last: page.last }]);
	expect(await service.call('GET logs', { as: 'theirs' })).toMatchObject([200, { items: [{ tenant: 'acme' }] }]);
	expect(await service.call('GET logs', { as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await service.call('GET logs?limit=1001')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('follows a run over all processes, on the machine and at a service', async () => {
	const environment = { TROUPE_HOME: service.host.stateFolder };
	const terminal = testTerminal(environment);
	const following = runTroupe(['logs', 'follow', '--run', 'r2', '--json'], terminal);
	const [one, other] = [await startProcess('serve'), await startProcess('worker')];
	one.log('info', 'agent started', { run: 'r2', tenant: 'default' });
	await waitUntil('the first line', () => terminal.printed.length === 1);
	other.log('info', 'agent finished', { run: 'r2', tenant: 'acme' });
	other.log('info', 'agent finished', { run: 'r3', tenant: 'acme' });
	await waitUntil('the second line', () => terminal.printed.length === 2);
	terminal.interrupt();
	expect(await following).toBe(0);
	for (const each of [one, other]) await each.close();
	expect(terminal.printed.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['agent started', 'agent finished']);
	const there = await service.troupe(['logs', 'list', '--run', 'r2']);
	expect(there.printed).toMatch(/^\S+Z INFO {2}agent started {2}run=r2 tenant=default source="serve \S+"$/);
	const ofTenant = testTerminal(environment);
	await runTroupe(['logs', 'list', '--tenant', 'acme', '--run', 'r3'], ofTenant);
	expect(ofTenant.printed).toHaveLength(1);
});

it('takes the number of days from the setting', () => {
	expect([readLogDays({}), readLogDays({ TROUPE_LOG_DAYS: '0' }), readLogDays({ TROUPE_LOG_DAYS: '30' })]).toEqual([7, 0, 30]);
	for (const wrong of ['-1', '366', 'week', '1.5'])
		expect(() => readLogDays({ TROUPE_LOG_DAYS: wrong })).toThrow(`TROUPE_LOG_DAYS is "${wrong}"`);
});
