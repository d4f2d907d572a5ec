import { createHash } from 'node:crypto';
import { compileRoutes } from '../../support/servers/compile-routes';
import { ada, closedService, scriptedServices, sha256, summary } from './scripted-service';

const open = scriptedServices();
const closed = closedService();

describe('a request', () => {
	test.each([
		['/manifests', { token: 'a.b.c', state: 'approved' }, 'state'],
		['/manifests', {}, 'token'],
		['/manifests', { token: 7 }, 'token'],
		[`/manifests/${sha256}/revoke`, { reason: '' }, 'reason'],
		[`/manifests/${sha256}/revoke`, { revision: '1' }, 'revision'],
		['/manifests/../x', {}, ''],
		[`/manifests/${'A'.repeat(64)}/revoke`, {}, ''],
		['/rollouts', { kind: 'agent', name: 'support', from: '1.0.0', to: '1.1.0', stages: [] }, 'stages'],
		['/rollouts/x/delete', {}, ''],
		['/rollouts/x/metrics', { instance: 'a', version: '1.0.0', succeeded: -1, failed: 0, sequence: 0 }, 'succeeded'],
		['/webhooks', { url: 'https://x.example', secret: 'mine' }, 'secret'],
		[`/manifests/${sha256}/revoke`, { reason: 'a\0b' }, 'reason'],
		[`/manifests/${sha256}/revoke`, { reason: 'a\ud800b' }, 'reason'],
		['/rollouts/x/metrics', { instance: '\0', version: '1.0.0', succeeded: 1, failed: 0, sequence: 0 }, 'instance'],
		['/nowhere', {}, 'The endpoint POST /api/v1/nowhere does not exist'],
	])('to %s with %j is refused before the registry is asked', async (path, json, named) => {
		const { call, calls } = closed();
		const answer = await call(path, { json });
		const problem = (await answer.json()) as { code: string; detail: string };
		expect([400, 404]).toContain(answer.status);
		expect(problem).toMatchObject({ code: 'INPUT_INVALID', detail: expect.stringContaining(named) as string });
		expect(calls).toEqual([]);
	});

	test.each(['/manifests?text=%00', '/resolve?question=%00', '/audit?subject=%00'])(
		'for %s, which no database keeps, is refused before the registry is asked',
		async (path) => {
			const { call, calls } = closed();
			const answer = await call(path);
			expect([answer.status, calls]).toEqual([400, []]);
		},
	);

	test('that names __proto__, is not JSON, is too large or of another type is refused', async () => {
		const { call, calls } = closed();
		const headers = { 'content-type': 'application/json' };
		const post = (body: string, type = headers['content-type']) =>
			call('/rollback', { method: 'POST', body, headers: { 'content-type': type } });
		expect((await post('{"__proto__":{"kind":"agent"}}')).status).toBe(400);
		expect((await post('{')).status).toBe(400);
		expect((await post('['.repeat(50_000))).status).toBe(400);
		expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415);
		const large = await post(`"${'x'.repeat(70_000)}"`);
		expect([large.status, ((await large.json()) as { code: string }).code]).toEqual([413, 'INPUT_TOO_LARGE']);
		expect(calls).toEqual([]);
	});

	test('that is refused before any route is asked gets the same problem document', async () => {
		const { call } = closed();
		const json = { 'content-type': 'application/json' };
		for (const [path, init, status] of [
			['/rollback', { method: 'POST', body: '{', headers: json }, 400],
			['/rollback', { method: 'POST', body: '{}', headers: { 'content-type': 'text/csv' } }, 415],
			['/rollback', { method: 'POST', body: `"${'x'.repeat(70_000)}"`, headers: json }, 413],
			['/rollback', { method: 'GET' }, 405],
			['/snapshots', { method: 'GET' }, 404],
			['/manifests', { token: null }, 401],
			['/audit', { token: 'registry.read' }, 403],
		] as const) {
			const answer = await call(path, init);
			expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
			expect(await answer.json()).toEqual({
				type: 'about:blank',
				title: expect.any(String) as string,
				status,
				detail: expect.stringMatching(/\w/) as string,
				instance: `/api/v1${path}`,
				code: expect.stringMatching(/^[A-Z_]+$/) as string,
				fix: expect.stringMatching(/\w/) as string,
				...(status === 401 || status === 403 ? { details: expect.anything() as unknown } : {}),
				requestId: answer.headers.get('x-request-id'),
			});
		}
		expect((await call('/rollback')).headers.get('allow')).toBe('POST');
		expect((await call(`/manifests/${sha256}`, { method: 'PATCH' })).headers.get('allow')).toBe('DELETE, GET, HEAD');
	});

	test('with a query parameter that there is not is refused', async () => {
		const { call } = await open({ list: async () => ({ items: [] }) });
		expect((await call('/manifests?limit=5&kind=agent')).status).toBe(200);
		for (const query of ['limit=0', 'limit=many', 'all=true', 'kind=node', 'limit=1&limit=2'])
			expect((await call(`/manifests?${query}`)).status).toBe(400);
	});

	test('carries its caller from the token, never from the body', async () => {
		const { call, calls } = await open({
			publish: async () => ({ ...summary, sha256: createHash('sha256').update('a.b.c').digest('hex') }),
		});
		expect((await call('/manifests', { json: { token: 'a.b.c' } })).status).toBe(201);
		expect(calls).toEqual([['publish', ada, { token: 'a.b.c' }]]);
		// Another manifest is answered: its author signed the same before.
		expect((await call('/manifests', { json: { token: 'd.e.f' } })).status).toBe(200);
	});
});

test('the schemas of all routes compile', async () => {
	expect(await compileRoutes(() => open({}))).toBeGreaterThan(25);
});
