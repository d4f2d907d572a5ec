import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../test/support/test-terminal';
import { startOperationsService } from '../../../test/support/operations-service';

const secret = 'xoxb-the-secret';
let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['credential:manage']);
	const add = (name: string, ...args: string[]) => {
		const terminal = testTerminal({ TROUPE_HOME: service.host.stateFolder }, [Buffer.from(JSON.stringify({ token: secret }))]);
		return runTroupe(['credentials', 'add', name, '--type', 'httpBearerAuth', ...args], terminal);
	};
	expect([await add('a'), await add('b/c'), await add('theirs', '--tenant', 'acme')]).toEqual([0, 0, 0]);
});
afterAll(() => service.close());

const found = { type: 'httpBearerAuth', state: 'unchecked' };

it.each([
	['GET credentials', undefined, [200, { items: [{ ...found, name: 'a' }, { name: 'b/c' }] }]],
	['GET credentials/b%2Fc', undefined, [200, { ...found, name: 'b/c' }]],
	['POST credentials/a/test', {}, [200, { name: 'a', result: 'untested', state: 'unchecked', problem: null }]],
	['PUT credentials/a/servers', { servers: ['api.example.com'] }, [200, { servers: ['api.example.com'] }]],
	['GET credentials/a', undefined, [200, { changedBy: expect.stringMatching(/^key:/) }]],
	['PUT credentials/a/servers', { servers: ['https://x'] }, [400, { code: 'INPUT_INVALID' }]],
	['PUT credentials/a/servers', { servers: [] }, [400, { code: 'INPUT_INVALID' }]],
	['POST credentials', { name: 'n', type: 'httpBearerAuth', data: { token: secret } }, [200, { name: 'n', tenant: 'default' }]],
	['POST credentials', { name: 'n', type: 'httpBearerAuth', data: { token: secret } }, [409, { code: 'STATE_CONFLICT' }]],
	['POST credentials', { name: 'n', type: 'httpBearerAuth', data: { token: secret }, replace: true }, [200, {}]],
	['POST credentials', { name: 'n', type: 'httpBearerAuth', data: {}, replace: true }, [400, { detail: expect.stringContaining('token') }]],
	['POST credentials', { name: ' ', type: 'httpBearerAuth', data: { token: secret } }, [400, {}]],
	['POST credentials', { name: 'm', type: 'httpBearerAuth', data: { token: secret }, testUrl: 'file:///x' }, [400, {}]],
	['GET credentials/n', undefined, [200, { ...found, name: 'n', changedBy: expect.stringMatching(/^key:/) }]],
	['GET credentials?limit=1001', undefined, [400, { code: 'INPUT_INVALID' }]],
	['GET credentials/theirs', undefined, [404, { code: 'CREDENTIAL_NOT_FOUND' }]],
	['POST credentials/theirs/test', {}, [404, {}]],
	['PUT credentials/theirs/servers', { servers: ['*'] }, [404, {}]],
	['DELETE credentials/theirs', undefined, [404, {}]],
])('%s %j answers without a secret', async (request, body, answer) => {
	const [status, document] = await service.call(request, { body });
	expect([status, document]).toMatchObject(answer);
	expect(JSON.stringify([document, service.lines])).not.toContain(secret);
});

it.each([
	['POST credentials', { name: 'x', type: 'httpBearerAuth', data: { token: secret } }],
	['GET credentials', undefined],
	['GET credentials/a', undefined],
	['POST credentials/a/test', {}],
	['PUT credentials/a/servers', { servers: ['*'] }],
	['DELETE credentials/a', undefined],
])('%s needs its scope', async (request, body) => {
	expect(await service.call(request, { body, as: 'nobody' })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('repeats no secret that was sent where it does not belong (langgenius/dify#39888)', async () => {
	const refused = await service.call('PUT credentials/a/servers', { body: { servers: ['*'], token: secret } });
	expect(refused).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	const nested = await service.call('PUT credentials/a/servers', { body: { servers: ['*'], data: { token: secret } } });
	expect(JSON.stringify([refused, nested, service.lines])).not.toContain(secret);
});

it.each(['http://127.0.0.1:9/', 'http://169.254.169.254/latest/meta-data/'])('asks nobody at %s for a caller', async (testUrl) => {
	const open = { type: 'httpBearerAuth', data: { token: secret }, servers: ['*'], replace: true };
	expect(await service.call('POST credentials', { body: { ...open, name: 'near', testUrl } })).toMatchObject([200, {}]);
	expect(await service.call('POST credentials/near/test', { body: {} })).toMatchObject([422, { code: 'ADDRESS_REFUSED' }]);
	const data = { clientId: 'c', clientSecret: secret, accessTokenUrl: testUrl, grantType: 'clientCredentials' };
	const login = { name: 'far', type: 'oAuth2Api', data, replace: true };
	expect(await service.call('POST credentials', { body: login })).toMatchObject([200, {}]);
	const [status, answer] = await service.call('POST credentials/far/test', { body: {} });
	expect([status, JSON.stringify(answer)]).toEqual([expect.any(Number), expect.not.stringContaining(secret)]);
	expect(status).toBeGreaterThanOrEqual(400);
	for (const name of ['near', 'far']) await service.call(`DELETE credentials/${name}`);
});

it('is what commands do at a service', async () => {
	const fields = JSON.stringify({ token: secret });
	expect(await service.troupe(['credentials', 'add', 'far-away', '--type', 'httpBearerAuth', '--json'], fields)).toEqual({
		...{ code: 0, printed: '{"name":"far-away","type":"httpBearerAuth","tenant":"default"}' },
		noted: expect.stringContaining('troupe credentials servers far-away'),
	});
	await service.troupe(['credentials', 'remove', 'far-away', '--yes']);
	expect((await service.troupe(['credentials', 'list'])).printed).toMatch(/a +httpBearerAuth +unchecked/);
	expect(await service.troupe(['credentials', 'test', 'a'])).toMatchObject({ code: 1, printed: 'a  not tested' });
	expect(await service.troupe(['credentials', 'test'])).toMatchObject({ code: 0 });
	expect(await service.troupe(['credentials', 'servers', 'b/c', '*'])).toMatchObject({ code: 0 });
	expect(await service.troupe(['credentials', 'remove', 'b/c', '--yes', '--json'])).toMatchObject({
		code: 0,
		printed: '{"name":"b/c","removed":true}',
	});
	expect(await service.troupe(['credentials', 'remove', 'b/c', '--yes'])).toMatchObject({ code: 1, noted: expect.stringContaining('b/c') });
});
