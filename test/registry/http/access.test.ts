import { once } from 'node:events';
import { scopes, type RegistryApi, type Scope } from '../../../manifests/registry/registry-api';
import { ada, closedService, scriptedServices, sha256 } from './scripted-service';

const open = scriptedServices();
const closed = closedService();

describe('access', () => {
	test.each([
		[null, 401, 'Bearer realm="troupe"'],
		['forged', 401, 'Bearer realm="troupe", error="invalid_token"'],
		['not a token', 401, 'Bearer realm="troupe", error="invalid_token"'],
		['registry.audit', 403, 'Bearer realm="troupe", error="insufficient_scope", scope="registry:read"'],
	])('with the token %s is answered with %i', async (token, status, challenge) => {
		const { call, calls } = closed();
		const answer = await call('/manifests', { token });
		expect([answer.status, answer.headers.get('www-authenticate'), answer.headers.get('content-type')]).toEqual([
			status,
			challenge,
			'application/problem+json; charset=utf-8',
		]);
		const problem = (await answer.json()) as Record<string, unknown>;
		expect(problem).toMatchObject({ code: 'ACCESS_DENIED', status, requestId: answer.headers.get('x-request-id') });
		expect(JSON.stringify(problem)).not.toContain('forged');
		expect(calls).toEqual([]);
	});

	test('is not asked for keys and roots', async () => {
		const roots = async (from: number) => [{ version: from, tokens: 'root' }];
		const { call } = await open({ keys: async () => ({ keys: [] }), roots });
		for (const path of ['/keys', '/root/1', '/roots?from=1']) expect((await call(path, { token: null })).status).toBe(200);
	});

	test.each<[Scope, string, string]>([
		['registry:publish', 'POST', '/manifests'],
		['registry:approve', 'POST', `/manifests/${sha256}/approvals`],
		['registry:revoke', 'POST', `/manifests/${sha256}/deprecate`],
		['registry:revoke', 'POST', `/manifests/${sha256}/revoke`],
		['registry:revoke', 'POST', '/rollback'],
		['registry:rollout', 'PUT', '/labels/prompt/tone/canary'],
		['registry:rollout', 'POST', '/labels/prompt/tone/canary/remove'],
		['registry:rollout', 'PUT', '/policy'],
		['registry:rollout', 'POST', '/rollouts'],
		['registry:rollout', 'POST', '/rollouts/x/abort'],
		['registry:report', 'POST', '/rollouts/x/metrics'],
		['registry:audit', 'GET', '/audit'],
		['registry:admin', 'POST', '/root'],
		['registry:admin', 'GET', '/bundle'],
		['registry:admin', 'POST', '/bundle'],
		['registry:offline', 'POST', '/bundle/offline'],
		['registry:read', 'GET', '/policy'],
		['registry:admin', 'POST', '/webhooks'],
		['registry:admin', 'GET', '/webhooks'],
		['registry:admin', 'DELETE', `/webhooks/${crypto.randomUUID()}`],
		['registry:admin', 'GET', `/webhooks/${crypto.randomUUID()}/dead`],
		['registry:read', 'GET', '/resolve'],
		['registry:read', 'GET', '/labels'],
		['registry:read', 'GET', '/rollouts'],
		['registry:read', 'GET', '/events'],
		['registry:read', 'GET', `/manifests/${sha256}`],
		['registry:read', 'GET', `/manifests/${sha256}/diff/${sha256}`],
	])('of %s is asked for %s %s', async (scope, method, path) => {
		const { call, calls } = closed();
		for (const token of scopes.filter((other) => other !== scope)) {
			const answer = await call(path, { method, token: token.replace(':', '.') });
			expect([answer.status, ((await answer.json()) as { details: unknown }).details]).toEqual([403, { reason: 'scope', scope }]);
		}
		expect(calls).toEqual([]);
	});
});

describe('the label production', () => {
	test.each([
		['PUT', ''],
		['POST', '/remove'],
	])('is moved by who may approve: %s production%s', async (method, end) => {
		const { call, calls } = closed();
		const ask = (label: string, token: string) =>
			call(`/labels/prompt/tone/${label}${end}`, { method, token, json: method === 'PUT' ? { version: '1.0.0' } : {} });
		const answer = await ask('production', 'registry.rollout');
		expect([answer.status, ((await answer.json()) as { details: unknown }).details]).toEqual([
			403,
			{ reason: 'scope', scope: 'registry:approve' },
		]);
		expect(calls).toEqual([]);
	});
});

describe('what the registry does not see', () => {
	test('goes into its audit: webhooks', async () => {
		const record = jest.fn(async () => undefined);
		const events: RegistryApi['events'] = async function* (_caller, _after, signal, { follow = true } = {}) {
			yield* [];
			if (follow && !signal.aborted) await once(signal, 'abort');
		};
		const { call } = await open({ events }, { record });
		const url = 'https://hooks.example/secret\r\n';
		const { id, url: kept } = (await (await call('/webhooks', { json: { url } })).json()) as { id: string; url: string };
		expect(kept).toBe('https://hooks.example/secret');
		await call(`/webhooks/${id}`, { method: 'DELETE' });
		expect(record.mock.calls).toEqual([
			[ada, { action: 'webhook.created', object: 'hooks.example' }],
			[ada, { action: 'webhook.removed', object: id }],
		]);
	});

	test('is held back like all else: who asks without end for what she may not', async () => {
		const { call } = await open({}, { rateLimits: { calls: 2 } });
		const statuses = [];
		for (let asked = 0; asked < 3; asked++) statuses.push((await call('/audit', { token: 'registry.read' })).status);
		expect(statuses).toEqual([403, 403, 429]);
	});
});
