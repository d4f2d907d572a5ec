import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { composeEvents } from '../../providers/compose/events/events';
import { closeOpened } from '../../providers/compose/open-once';
import { startTestService } from '../../test/support/offering-service';

const home = mkdtempSync(join(tmpdir(), 'troupe-events-api-'));
const url = 'http://127.0.0.1:9/events';
let service: Awaited<ReturnType<typeof startTestService>>;
let keys: Record<'ana' | 'eve' | 'acme', string>;
beforeAll(async () => {
	service = await startTestService([], { environment: { TROUPE_WEBHOOK_PRIVATE: 'allow' } });
	keys = {
		ana: await service.createKey('ana', ['events:manage']),
		eve: await service.createKey('eve', ['run:read']),
		acme: await service.createKey('acme', ['events:manage'], 'acme'),
	};
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(home, { recursive: true });
});

async function call(
	method: string,
	path: string,
	body?: object,
	key: keyof typeof keys = 'ana',
): Promise<[number, Record<string, unknown>]> {
	const response = await fetch(`${service.url}/api/v1/events/${path}`, {
		headers: { authorization: `Bearer ${keys[key]}`, ...(body && { 'content-type': 'application/json' }) },
		...{ method, ...(body && { body: JSON.stringify(body) }) },
	});
	return [response.status, (await response.json()) as Record<string, unknown>];
}
const everything = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

it('subscribes, says the secret once, lists deliveries and sends them again', async () => {
	const [status, added] = await call('POST', 'subscriptions', { url, events: ['agent.*'] });
	expect([status, added]).toMatchObject([200, { state: 'active', url, secret: expect.stringMatching(/^whsec_/) }]);
	const id = added.id as string;
	expect(JSON.stringify(await call('GET', 'subscriptions'))).not.toContain('whsec_');
	const data = { agent: 'clerk', version: '1.0.0', runId: 'r1' };
	await composeEvents(service.host).publish('default', { type: 'agent.run.completed', data, key: 'one' } as never);
	const query = 'deliveries?event=agent.run.completed';
	const [, { items }] = await call('GET', `${query}&limit=5`);
	const [delivery] = items as Array<{ id: string }>;
	expect(await call('GET', `deliveries/${delivery!.id}`)).toMatchObject([200, { subscription: id, message: { data }, log: [] }]);
	expect(await call('POST', 'deliveries/resend', { ids: [delivery!.id, 'nobody'] })).toEqual([200, { resent: [] }]);
	expect(await call('POST', 'deliveries/replay', everything)).toMatchObject([200, { replayed: expect.any(Number) }]);
	for (const [method, path] of [
		['GET', `deliveries/${delivery!.id}`],
		['DELETE', `subscriptions/${id}`],
		['POST', `subscriptions/${id}/enable`],
	] as const)
		expect(await call(method, path, method === 'POST' ? {} : undefined, 'acme')).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	await composeEvents(service.host).publish('default', { type: 'agent.run.completed', data, key: 'two' } as never);
	const [, whole] = await call('GET', query);
	const [, first] = await call('GET', `${query}&limit=1`);
	const [, second] = await call('GET', `${query}&limit=1&cursor=${first.cursor as string}`);
	expect(second).toEqual({ items: (whole.items as unknown[]).slice(1, 2) });
	expect(first.items).toEqual((whole.items as unknown[]).slice(0, 1));
	for (const wrong of ['x', Buffer.from('[1]').toString('base64url'), Buffer.from('["a","b"]').toString('base64url')])
		expect(await call('GET', `${query}&cursor=${wrong}`)).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	expect(await call('GET', 'deliveries', undefined, 'acme')).toEqual([200, { items: [] }]);
	expect(await call('POST', `subscriptions/${id}/enable`, {})).toMatchObject([200, { id, state: 'active' }]);
	expect(await call('DELETE', `subscriptions/${id}`)).toEqual([200, { id, removed: true }]);
});

it.each([
	['POST', 'subscriptions', {}],
	['POST', 'subscriptions', { url, events: ['nonsense'] }],
	['POST', 'subscriptions', { url: 'ftp://x' }],
	['POST', 'subscriptions', { url, attempts: 0 }],
	['GET', 'deliveries?state=nope', undefined],
	['GET', 'deliveries?since=2026-99-99T00:00:00Z', undefined],
	['POST', 'deliveries/resend', { ids: [] }],
	['POST', 'deliveries/replay', { from: everything.to, to: everything.from }],
] as const)('refuses %s %s %j', async (method, path, body) => {
	expect((await call(method, path, body))[0]).toBe(400);
	expect(await call(method, path, body, 'eve')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('is what the commands do, here and at a service', async () => {
	const troupe = async (args: string[], input = '') => {
		const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_WEBHOOK_PRIVATE: 'allow' }, [Buffer.from(input)]);
		return { code: await runTroupe(args, terminal), printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
	};
	await troupe(['login', service.url, '--name', 'prod', '--key-stdin'], keys.ana);
	for (const at of [[], ['--service', 'prod']]) {
		const subscribed = await troupe(['events', 'subscribe', url, '--events', 'budget.*', ...at, '--json']);
		const { id } = JSON.parse(subscribed.printed) as { id: string };
		expect((await troupe(['events', 'list', ...at])).printed).toMatch(new RegExp(`${id} +${url} +budget`));
		expect(await troupe(['deliveries', 'list', '--subscriber', id, ...at, '--json'])).toMatchObject({ code: 0, printed: '[]' });
		const replayed = await troupe(['deliveries', 'replay', '--from', '2026-01-01', '--to', '2026-01-02', ...at, '--json']);
		expect([replayed.code, replayed.printed]).toEqual([0, '{"replayed":0}']);
		expect(await troupe(['deliveries', 'show', 'nobody', ...at])).toMatchObject({ code: 1 });
		expect(await troupe(['deliveries', 'list', '--event', 'nope', ...at])).toMatchObject({ code: 2 });
		expect(await troupe(['events', 'enable', id, ...at])).toMatchObject({ code: 0 });
		expect(await troupe(['events', 'remove', id, ...at])).toMatchObject({
			code: 2,
			noted: expect.stringContaining(`subscription of ${url}`),
		});
		expect(await troupe(['events', 'remove', id, '--yes', ...at])).toMatchObject({ code: 0 });
		expect(await troupe(['events', 'remove', id, ...at])).toMatchObject({ code: 1 });
	}
});
