import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { TroupeError } from '../../core/base/errors';
import { HttpRegistry } from '../../manifests/registry-over-http/http-registry';
import {
	scopes,
	type Caller,
	type ManifestSummary,
	type RegistryApi,
	type RegistryEvent,
	type Scope,
} from '../../manifests/registry/registry-api';
import type { Access } from '../../manifests/registry/access/access';
import { denied } from '../../manifests/registry/access/access';
import type { RecordInAudit } from '../../manifests/registry/changes/tenant-work';
import { RefusedAccess } from '../../manifests/registry/http/refused-access';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import { waitUntil, within } from '../support/wait-until';

const sha256 = 'a'.repeat(64);
const summary: ManifestSummary = {
	sha256,
	kind: 'agent',
	name: 'support',
	version: '1.0.0',
	state: 'draft',
	revision: 1,
	keyId: 'author-1',
	author: 'ada@example.com',
	approvals: [],
	threshold: 1,
	capabilities: [],
	publishedAt: '2026-01-01T00:00:00.000Z',
};

/** Answers what is written here, and notes how it was called; what is not written fails. */
function scripted(answers: Partial<RegistryApi>) {
	const calls: Array<[name: string, ...args: unknown[]]> = [];
	const registry = new Proxy(answers as RegistryApi, {
		get: (target, name: keyof RegistryApi) => {
			const answer = target[name] as ((...args: unknown[]) => unknown) | undefined;
			return (...args: unknown[]) => {
				calls.push([name, ...args]);
				if (!answer) throw new Error(`The test asks for ${name}, and has no answer for it.`);
				return answer(...args);
			};
		},
	});
	return { registry, calls };
}

const ada: Caller = { tenant: 'acme', subject: 'ada@example.com' };
/** `all`, or one scope as the token. */
const access: Access = {
	grantAccess: (token) => {
		if (token === 'forged') throw denied('invalid', 'The access token is refused: its signature does not hold', 'Get another.');
		return { caller: ada, scopes: new Set(token === 'all' ? scopes : [token.replace('.', ':') as Scope]), expiresAt: Infinity };
	},
};

/** A service whose registry must not be asked; shared, as each service compiles all schemas. */
let closed: Awaited<ReturnType<typeof open>>;
let closedService: TestRegistryService | undefined;
beforeAll(async () => {
	closed = await open({});
	closedService = service;
	service = undefined;
});
afterAll(() => closedService?.close());

let service: TestRegistryService | undefined;
afterEach(async () => {
	await service?.close();
	expect(service?.faults ?? []).toEqual([]);
	service = undefined;
});

async function open(answers: Partial<RegistryApi>, options: Parameters<typeof openTestRegistryService>[2] = {}) {
	const { registry, calls } = scripted(answers);
	service = await openTestRegistryService(registry, access, options);
	const url = `${service.url}/api/v1`;
	const call = (path: string, init: RequestInit & { token?: string | null; json?: unknown } = {}) => {
		const { token = 'all', json, headers, ...rest } = init;
		return fetch(`${url}${path}`, {
			...rest,
			headers: {
				...(token === null ? {} : { authorization: `Bearer ${token}` }),
				...(json === undefined ? {} : { 'content-type': 'application/json' }),
				...(headers as Record<string, string>),
			},
			...(json === undefined ? {} : { body: JSON.stringify(json), method: rest.method ?? 'POST' }),
		});
	};
	return { call, calls, url: service.url, faults: service.faults };
}

describe('the snapshot', () => {
	const snapshot = async (_caller: Caller, etag?: string) => (etag === '7' ? null : { token: 'a.b.c', etag: '7' });

	test('is answered once, and then by its etag only', async () => {
		const { call } = await open({ snapshot });
		const first = await call('/tenants/acme/snapshot');
		expect([first.status, first.headers.get('etag'), first.headers.get('cache-control'), first.headers.get('content-type')]).toEqual([
			200,
			'"7"',
			'private, no-cache',
			'application/jwt',
		]);
		expect(await first.text()).toBe('a.b.c');
		for (const known of ['"7"', 'W/"7"', '"6", "7"', '*'])
			expect((await call('/tenants/acme/snapshot', { headers: { 'if-none-match': known } })).status).toBe(304);
		expect((await call('/tenants/acme/snapshot', { headers: { 'if-none-match': '"6"' } })).status).toBe(200);
	});

	test('asks the registry once for all that poll at the same time', async () => {
		const { call, calls } = await open({ snapshot });
		const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await call('/tenants/acme/snapshot')).status));
		expect(new Set(statuses)).toEqual(new Set([200]));
		expect(calls.length).toBeLessThan(20);
	});

	test('is the new one at once after a change in this process', async () => {
		let edition = 1;
		const { call } = await open({
			snapshot: async (_caller, etag) => (etag === String(edition) ? null : { token: `t.${edition}.s`, etag: String(edition) }),
			revoke: async () => ((edition += 1), summary),
		});
		expect(await (await call('/tenants/acme/snapshot')).text()).toBe('t.1.s');
		await call(`/manifests/${sha256}/revoke`, { method: 'POST' });
		expect(await (await call('/tenants/acme/snapshot', { headers: { 'if-none-match': '"1"' } })).text()).toBe('t.2.s');
	});

	test('of another tenant is refused, whether there is one or not', async () => {
		const { call, calls } = await open({ snapshot });
		const answer = await call('/tenants/other/snapshot');
		expect([answer.status, ((await answer.json()) as { details: unknown }).details]).toEqual([403, { reason: 'tenant' }]);
		expect(calls).toEqual([]);
	});
});

describe('access', () => {
	test.each([
		[null, 401, 'Bearer realm="troupe"'],
		['forged', 401, 'Bearer realm="troupe", error="invalid_token"'],
		['not a token', 401, 'Bearer realm="troupe", error="invalid_token"'],
		['registry.audit', 403, 'Bearer realm="troupe", error="insufficient_scope", scope="registry:read"'],
	])('with the token %s is answered with %i', async (token, status, challenge) => {
		const { call, calls } = closed;
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
		['registry:rollout', 'PUT', '/flags/x'],
		['registry:rollout', 'DELETE', '/flags/x'],
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
		['registry:read', 'GET', '/rollouts'],
		['registry:read', 'GET', '/events'],
		['registry:read', 'GET', `/manifests/${sha256}`],
		['registry:read', 'GET', `/manifests/${sha256}/diff/${sha256}`],
	])('of %s is asked for %s %s', async (scope, method, path) => {
		const { call, calls } = closed;
		for (const token of scopes.filter((other) => other !== scope)) {
			const answer = await call(path, { method, token: token.replace(':', '.') });
			expect([answer.status, ((await answer.json()) as { details: unknown }).details]).toEqual([403, { reason: 'scope', scope }]);
		}
		expect(calls).toEqual([]);
	});
});

describe('what the registry does not see', () => {
	test('goes into its audit: who asked for what she may not, and webhooks', async () => {
		const record = jest.fn(async () => undefined);
		const events: RegistryApi['events'] = async function* (_caller, _after, signal, { follow = true } = {}) {
			yield* [];
			if (follow && !signal.aborted) await once(signal, 'abort');
		};
		const { call } = await open({ events }, { record });
		await call('/policy', { method: 'PUT', json: {}, token: 'registry.read' });
		await call('/tenants/other/snapshot');
		const url = 'https://hooks.example/secret\r\n';
		const { id, url: kept } = (await (await call('/webhooks', { json: { url } })).json()) as { id: string; url: string };
		expect(kept).toBe('https://hooks.example/secret');
		await call(`/webhooks/${id}`, { method: 'DELETE' });
		await call('/manifests', { token: null });
		expect(record.mock.calls).toEqual([
			[ada, { action: 'access', object: 'PUT /api/v1/policy' }, expect.objectContaining({ details: { reason: 'scope' } })],
			[
				ada,
				{ action: 'access', object: 'GET /api/v1/tenants/:tenant/snapshot' },
				expect.objectContaining({ details: { reason: 'tenant' } }),
			],
			[ada, { action: 'webhook.add', object: 'hooks.example' }],
			[ada, { action: 'webhook.remove', object: id }],
			[
				{ tenant: 'default', subject: 'unknown' },
				{ action: 'access', object: 'GET /api/v1/manifests' },
				expect.objectContaining({ details: { reason: 'missing' } }),
			],
		]);
	});

	test('is one line for a flood of the same refusal and one that counts the rest, without the token', async () => {
		const record = jest.fn(async (..._line: Parameters<RecordInAudit>) => undefined);
		const { call } = await open({}, { record });
		for (let asked = 0; asked < 30; asked++) await call('/manifests', { token: 'forged' });
		expect(record).toHaveBeenCalledTimes(1);
		await service?.service.close();
		expect(record.mock.calls.map(([{ subject }, { object }, refusal]) => [subject, object, refusal?.details])).toEqual([
			['unknown', 'GET /api/v1/manifests', { reason: 'invalid' }],
			['unknown', 'GET /api/v1/manifests', { reason: 'invalid', times: 29 }],
		]);
		expect(JSON.stringify(record.mock.calls)).not.toContain('forged');
	});

	test('is bounded for who asks for always something else', async () => {
		const lines: string[] = [];
		const refused = new RefusedAccess(
			async (_caller, { object }, refusal) => void lines.push(`${object} ${Number(refusal?.details.times ?? 1)}`),
			(error) => expect(error).toBeUndefined(),
		);
		for (let asked = 0; asked < 1_000; asked++) await refused.note(ada, `GET /${asked}`, denied('scope', 'No.', 'Do not.'));
		await refused.flush();
		expect([lines.length, lines.slice(-2)]).toEqual([202, ['many 1', 'many 799']]);
	});

	test('is held back like all else: who asks without end for what she may not', async () => {
		const { call } = await open({}, { rateLimits: { calls: 2 } });
		const statuses = [];
		for (let asked = 0; asked < 3; asked++) statuses.push((await call('/audit', { token: 'registry.read' })).status);
		expect(statuses).toEqual([403, 403, 429]);
	});
});

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
		const { call, calls } = closed;
		const answer = await call(path, { json });
		const problem = (await answer.json()) as { code: string; detail: string };
		expect([400, 404]).toContain(answer.status);
		expect(problem).toMatchObject({ code: 'INPUT_INVALID', detail: expect.stringContaining(named) as string });
		expect(calls).toEqual([]);
	});

	test.each(['/manifests?text=%00', '/resolve?question=%00', '/audit?subject=%00', '/flags/a%00b'])(
		'for %s, which no database keeps, is refused before the registry is asked',
		async (path) => {
			const { call, calls } = closed;
			const answer = await call(path, { method: path.startsWith('/flags') ? 'DELETE' : 'GET' });
			expect([answer.status, calls]).toEqual([400, []]);
		},
	);

	test('that names __proto__, is not JSON, is too large or of another type is refused', async () => {
		const { call, calls } = closed;
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
		const { call } = closed;
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
		expect((await call(`/manifests/${sha256}`, { method: 'PATCH' })).headers.get('allow')).toBe('GET, HEAD');
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

test('errors of the registry come back as they were', async () => {
	const { url } = await open({
		approve: async () => {
			throw new TroupeError({
				code: 'STATE_CONFLICT',
				message: 'Another came between.',
				fix: 'Look again.',
				details: { expected: 1, actual: 2 },
			});
		},
		diff: async () => {
			throw new TroupeError({ code: 'REGISTRY_NOT_READY', message: 'The database does not answer.', retryable: true, retryAfterMs: 2_000 });
		},
	});
	const registry = new HttpRegistry({ url, token: 'all' });
	await expect(registry.approve(ada, sha256, { token: 'a.b.c', revision: 1 })).rejects.toMatchObject({
		code: 'STATE_CONFLICT',
		message: 'Another came between.',
		fix: 'Look again.',
		details: { expected: 1, actual: 2 },
	});
	await expect(registry.diff(ada, sha256, sha256)).rejects.toMatchObject({
		code: 'REGISTRY_NOT_READY',
		retryable: true,
		retryAfterMs: 2_000,
	});
	await expect(new HttpRegistry({ url }).list(ada, {})).rejects.toMatchObject({ code: 'ACCESS_DENIED', details: { reason: 'missing' } });
});

test('what breaks inside is told to the log and not to the caller', async () => {
	const { call, faults } = await open({ rollouts: () => Promise.reject(new Error('SELECT secret FROM /var/lib')) });
	const answer = await call('/rollouts');
	expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')]);
	expect(faults.splice(0)).toEqual([expect.objectContaining({ message: 'SELECT secret FROM /var/lib' })]);
});

describe('rates', () => {
	test('are told of in headers, and bounded for each caller', async () => {
		const { call } = await open({ rollouts: async () => [] }, { rateLimits: { calls: 2 } });
		const answers = [await call('/rollouts'), await call('/rollouts'), await call('/rollouts')];
		expect(answers.map(({ status, headers }) => [status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')])).toEqual([
			[200, '2', '1'],
			[200, '2', '0'],
			[429, '2', '0'],
		]);
		expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await answers[2]?.json()).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
	});

	test('of the snapshot are counted for themselves', async () => {
		const { call } = await open(
			{ snapshot: async () => ({ token: 'a.b.c', etag: '1' }), rollouts: async () => [] },
			{ rateLimits: { calls: 1, snapshots: 3 } },
		);
		await call('/rollouts');
		expect((await call('/rollouts')).status).toBe(429);
		for (const status of [200, 200, 200, 429]) expect((await call('/tenants/acme/snapshot')).status).toBe(status);
	});

	test('of failed authentication are counted by address, and hold nobody back who has a token', async () => {
		const { call } = await open({ rollouts: async () => [] }, { rateLimits: { failures: 2 } });
		for (const status of [401, 401, 429, 429]) expect((await call('/rollouts', { token: 'forged' })).status).toBe(status);
		expect((await call('/rollouts')).status).toBe(200);
	});
});

test('answers carry headers against browsers, and no leave for other sites', async () => {
	const { call } = await open({ keys: async () => ({ keys: [] }) });
	const { headers } = await call('/keys', { token: null, headers: { origin: 'https://other.example' } });
	expect(Object.fromEntries(headers)).toMatchObject({
		'content-security-policy': "default-src 'none';frame-ancestors 'none'",
		'x-content-type-options': 'nosniff',
		'x-frame-options': 'DENY',
		'referrer-policy': 'no-referrer',
		'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
	});
	expect(headers.has('access-control-allow-origin')).toBe(false);
	expect(headers.has('x-powered-by')).toBe(false);
});

describe('events', () => {
	const event = (id: number): RegistryEvent => ({ id, type: 'manifest.revoked', at: '2026-01-01T00:00:00.000Z', about: { sha256 } });

	/** Events up to 3, and then nothing until it is stopped. */
	async function* upToThree(_caller: Caller, after = 0, signal: AbortSignal, { follow = true } = {}) {
		for (let id = after + 1; id <= 3; id++) yield event(id);
		if (follow && !signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
	}

	async function take(registry: HttpRegistry, count: number, after?: number) {
		const stop = new AbortController();
		const ids: number[] = [];
		for await (const { id } of registry.events(ada, after, stop.signal)) {
			ids.push(id);
			if (ids.length === count) stop.abort();
		}
		return ids;
	}

	test('arrive from the last one on', async () => {
		const { url } = await open({ events: upToThree });
		const registry = new HttpRegistry({ url, token: 'all' });
		expect(await take(registry, 3)).toEqual([1, 2, 3]);
		expect(await take(registry, 1, 2)).toEqual([3]);
	});

	test('come again after a stream that broke, each once', async () => {
		let streams = 0;
		const { url } = await open({
			async *events(_caller, after = 0) {
				streams += 1;
				yield event(after + 1);
			},
		});
		expect(await take(new HttpRegistry({ url, token: 'all' }), 3)).toEqual([1, 2, 3]);
		expect(streams).toBe(3);
	});

	test('are a list with follow=false', async () => {
		const { call } = await open({ events: upToThree });
		expect(await (await call('/events?follow=false&after=1')).json()).toEqual({ events: [event(2), event(3)] });
	});

	test('have a heartbeat, and end when the token is not good any more', async () => {
		let good = true;
		const { registry } = scripted({ events: upToThree });
		const expiring: Access = { grantAccess: (token) => (good ? access.grantAccess(token) : access.grantAccess('forged')) };
		service = await openTestRegistryService(registry, expiring, { streamLimits: { heartbeatMs: 20 } });
		const answer = await fetch(`${service.url}/api/v1/events`, { headers: { authorization: 'Bearer all' } });
		expect([answer.headers.get('content-type'), answer.headers.get('x-accel-buffering')]).toEqual([
			'text/event-stream; charset=utf-8',
			'no',
		]);
		let text = '';
		for await (const chunk of answer.body ?? []) {
			text += Buffer.from(chunk as Uint8Array).toString();
			if (text.includes('id: 3') && text.endsWith('\n\n: \n\n')) good = false;
		}
		expect(text).toContain('id: 1\nevent: manifest.revoked\ndata: {"id":1,');
	});

	test('are refused from a number of streams on, until one ends', async () => {
		const { call } = await open({ events: upToThree }, { streamLimits: { perTenant: 1 } });
		const stop = new AbortController();
		const first = await call('/events', { signal: stop.signal });
		const refused = await call('/events');
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
		stop.abort();
		await first.text().catch(() => undefined);
		const statusOfNext = async () => {
			const again = new AbortController();
			const { status } = await call('/events', { signal: again.signal });
			again.abort();
			return status !== 429 && status;
		};
		expect(await waitUntil('room for a stream', statusOfNext)).toBe(200);
	});

	test('end at once when the service stops', async () => {
		const { call } = await open({ events: upToThree });
		const answer = await call('/events');
		await service?.service.close();
		await expect(answer.text()).resolves.toContain('id: 3');
	});

	test('are not kept for whoever does not read them', async () => {
		let written = 0;
		const ended = Promise.withResolvers<void>();
		const { url } = await open(
			{
				async *events(_caller, _after, signal) {
					try {
						while (!signal.aborted) yield { ...event(++written), about: { note: 'x'.repeat(20_000) } };
					} finally {
						ended.resolve();
					}
				},
			},
			{ streamLimits: { heartbeatMs: 20 } },
		);
		const { connect } = await import('node:net');
		const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
		socket.pause();
		socket.write('GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer all\r\n\r\n');
		const closed = new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined));
		// Nobody reads, and yet the events end: the service has hung up.
		await within('the end of the events', ended.promise, { seen: () => `${written} events written` });
		socket.resume();
		await within('the end of the connection', closed);
	});
});
