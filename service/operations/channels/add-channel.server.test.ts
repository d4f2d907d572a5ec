import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../test/support/test-terminal';
import { startOperationsService } from '../../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
let requests = 0;
const near = createServer((_request, response) => (requests++, response.end('{}')));
let server: string;
beforeAll(async () => {
	await new Promise<void>((resolve) => near.listen(0, '127.0.0.1', resolve));
	server = `http://127.0.0.1:${(near.address() as AddressInfo).port}`;
	service = await startOperationsService(['channel:manage', 'credential:manage']);
	const terminal = testTerminal({ TROUPE_HOME: service.host.stateFolder }, [Buffer.from('{"apiKey":"key-of-operator"}')]);
	expect(await runTroupe(['credentials', 'add', 'operator', '--type', 'waha'], terminal)).toBe(0);
	const own = { name: 'own', type: 'waha', data: { apiKey: 'key-of-caller' } };
	expect(await service.call('POST credentials', { body: own })).toMatchObject([200, {}]);
	const bot = { name: 'bot', type: 'telegram', data: { accessToken: '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11' } };
	expect(await service.call('POST credentials', { body: bot })).toMatchObject([200, {}]);
});
afterAll(async () => {
	near.close();
	await service.close();
});

const bot = { provider: 'telegram', credential: 'bot' };
const add = (body: object, as?: 'theirs' | 'nobody') => service.call('POST channels', { body, ...(as && { as }) });

it.each([
	['its provider', { name: 'a', provider: 'pigeon', credential: 'bot' }, 400],
	['its settings', { name: 'a', ...bot, settings: { colour: 'red' } }, 400],
	['its name', { name: 'A a', ...bot }, 400],
	['its credential', { name: 'a', provider: 'telegram', credential: 'nowhere' }, 404],
	['who answers', { name: 'a', ...bot, agent: 'clerk', message: 'wrote' }, 400],
	['its memory', { name: 'a', ...bot, rules: { remember: true } }, 400],
	['its networks', { name: 'a', ...bot, allowedNetworks: ['here'] }, 400],
	['its address', { name: 'a', ...bot, url: 'ftp://shop.example' }, 400],
	['its desk', { name: 'a', ...bot, handOver: { desk: 'nowhere' } }, 400],
	['its transcriber', { name: 'a', ...bot, audio: { transcriber: 'local', model: '/etc' } }, 400],
	['a field', { name: 'a', ...bot, secret: 'x' }, 400],
])('refuses a channel for %s', async (_what, body, status) => {
	expect((await add(body))[0]).toBe(status);
	expect(await service.call('GET channels')).toMatchObject([200, { items: [] }]);
});

it('adds a channel once, shows its address, and needs both scopes', async () => {
	expect(await add({ name: 'sales', ...bot }, 'nobody')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await add({ name: 'sales', ...bot }, 'theirs')).toMatchObject([404, { code: 'CREDENTIAL_NOT_FOUND' }]);
	const half = await service.createKey('half', ['channel:manage']);
	const headers = { authorization: `Bearer ${half}`, 'content-type': 'application/json' };
	const refused = await fetch(`${service.url}/api/v1/channels`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ name: 'sales', ...bot }),
	});
	expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	const body = { name: 'sales', ...bot, agent: 'stranger', url: 'https://shop.example', rules: { quietMs: 0 } };
	expect(await add(body)).toEqual([
		200,
		{
			name: 'sales',
			provider: 'telegram',
			tenant: 'default',
			address: expect.stringMatching(/^https:\/\/shop.example\/channels\/default\/sales/),
			agentAway: expect.stringContaining('AGENT_NOT_FOUND: '),
			lacks: [expect.objectContaining({ kind: 'agent', name: 'stranger', state: 'missing', neededBy: 'the channel sales' })],
		},
	]);
	expect(await add(body)).toMatchObject([409, { code: 'STATE_CONFLICT' }]);
	expect(await add({ ...body, replace: true })).toMatchObject([200, {}]);
	const [, listed] = await service.call('GET channels');
	expect(listed).toMatchObject({
		items: [{ name: 'sales', agent: 'stranger', rules: { quietMs: 0 }, changedBy: expect.stringMatching(/^key:/) }],
	});
});

it('sends an operator’s secret to no server of a caller, and calls no private network for one', async () => {
	const waha = { provider: 'waha', settings: { baseUrl: server, session: 'default' } };
	expect(await add({ name: 'pull', ...waha, credential: 'operator' })).toMatchObject([
		400,
		{ detail: expect.stringContaining('"baseUrl"') },
	]);
	expect(await add({ name: 'pull', ...waha, credential: 'own', url: 'https://shop.example', connect: true })).toMatchObject([
		expect.any(Number),
		{ code: expect.stringMatching(/ADDRESS_REFUSED|CHANNEL_UNREACHABLE/) },
	]);
	expect(await add({ name: 'pull', ...waha, credential: 'own' })).toMatchObject([200, {}]);
	const [, tried] = await service.call('POST channels/pull/test', { body: {} });
	expect(tried).not.toMatchObject({ state: 'connected' });
	expect(requests).toBe(0);
});

it('is what the command does at a service', async () => {
	const added = await service.troupe(['channel', 'add', 'shop', '--provider', 'telegram', '--credential', 'bot', '--json']);
	expect(added).toMatchObject({ code: 0, noted: expect.stringContaining('Added the channel shop.') });
	expect(JSON.parse(added.printed)).toMatchObject({ name: 'shop', provider: 'telegram', tenant: 'default' });
	expect((await service.troupe(['channel', 'list'])).printed).toMatch(/shop +telegram +active/);
});
