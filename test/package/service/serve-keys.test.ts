import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../support/test-terminal';
import { startOidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { TestService } from './test-service';

const service = new TestService();
const { serve, authorization, postJson, deploy } = service;

/** Runs `troupe key …` in the home of the service. */
async function key(...args: string[]): Promise<string> {
	const terminal = testTerminal({ TROUPE_HOME: service.home });
	expect([await runTroupe(['key', ...args], terminal), terminal.noted]).toEqual([0, expect.anything()]);
	return terminal.printed.join('\n');
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const start = (url: string, token: string) => postJson(`${url}/v2/process-instances`, { processDefinitionId: 'asked' }, bearer(token));
const search = (url: string, token: string) => postJson(`${url}/v2/process-instances/search`, {}, bearer(token));
const statusOf = async (answer: Promise<Response>) => (await answer).status;

test('a key opens what its role allows, from the moment it is created until it is revoked', async () => {
	const { url, stop } = await serve({ worker: false });
	await deploy(url);
	const viewer = await key('create', 'dashboard', '--role', 'viewer');
	const worker = await key('create', 'worker', '--scopes', 'process:work');
	expect(await statusOf(search(url, viewer))).toBe(200);
	expect(await statusOf(fetch(`${url}/metrics`, { headers: bearer(viewer) }))).toBe(200);
	const refused = await start(url, viewer);
	expect([refused.status, refused.headers.get('content-type'), await refused.json()]).toEqual([
		403,
		expect.stringContaining('application/problem+json'),
		expect.objectContaining({
			title: 'ACCESS_DENIED',
			code: 'ACCESS_DENIED',
			detail: 'The caller does not have the scope process:run.',
			fix: expect.any(String) as string,
			requestId: expect.any(String) as string,
		}),
	]);
	expect(await statusOf(deploy(url, bearer(viewer)))).toBe(403);
	expect(await statusOf(postJson(`${url}/state/engine`, {}, bearer(viewer)))).toBe(403);
	const job = { type: 'none', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: -1 };
	expect(await statusOf(postJson(`${url}/v2/jobs/activation`, job, bearer(worker)))).toBe(200);
	expect(await statusOf(search(url, worker))).toBe(403);
	expect(await statusOf(postJson(`${url}/v2/jobs/activation`, job, { authorization: `Basic ${btoa(`any:${worker}`)}` }))).toBe(200);
	await key('revoke', viewer.slice(0, 12), '--yes');
	const late = await search(url, viewer);
	expect([late.status, late.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="troupe", error="invalid_token"']);
	await stop();
});

test('a key has the processes of its tenant; the metrics belong to the tenant of the service', async () => {
	const { url, stop } = await serve({ worker: false });
	await deploy(url);
	const foreign = await key('create', 'ci', '--role', 'owner', '--tenant', 'acme');
	const service = authorization().authorization.slice('Bearer '.length);
	const startOwn = async (token: string) => (await (await start(url, token)).json()) as { processInstanceKey: string };
	const { processInstanceKey } = await startOwn(service);
	expect(await statusOf(start(url, foreign))).toBe(404);
	expect(await (await search(url, foreign)).json()).toMatchObject({ items: [] });
	expect(await statusOf(postJson(`${url}/v2/process-instances/${processInstanceKey}/cancellation`, {}, bearer(foreign)))).toBe(404);
	expect(await statusOf(deploy(url, bearer(foreign)))).toBe(200);
	const own = await startOwn(foreign);
	expect(own).toMatchObject({ tenantId: 'acme' });
	expect(await (await search(url, foreign)).json()).toMatchObject({
		items: [{ processInstanceKey: own.processInstanceKey, tenantId: 'acme' }],
	});
	const operator = (await (await search(url, service)).json()) as { items: Array<{ tenantId: string }> };
	expect([...new Set(operator.items.map(({ tenantId }) => tenantId))]).toEqual(['<default>', 'acme']);
	expect(await statusOf(fetch(`${url}/metrics`, { headers: bearer(foreign) }))).toBe(403);
	expect(await statusOf(fetch(`${url}/api/v1/access-keys`, { headers: bearer(foreign) }))).toBe(200);
	expect(await statusOf(fetch(`${url}/api/v1/access-keys?tenant=default`, { headers: bearer(foreign) }))).toBe(403);
	await stop();
	const ofAcme = await serve({ worker: false }, { TROUPE_TENANT: 'acme' });
	expect(await statusOf(search(ofAcme.url, foreign))).toBe(200);
	await ofAcme.stop();
});

test('administrators manage keys over HTTP', async () => {
	const { url, stop } = await serve({ worker: false });
	const admin = await key('create', 'ops', '--role', 'admin', '--no-expiry');
	const ask = async (path: string, body?: object, headers: Record<string, string> = bearer(admin)) => {
		const answer = body ? await postJson(`${url}/api/v1/${path}`, body, headers) : await fetch(`${url}/api/v1/${path}`, { headers });
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
	};
	const created = await ask('access-keys', { name: 'n8n-1', role: 'editor', days: null, allowFrom: ['127.0.0.1'] });
	expect(created).toMatchObject({
		status: 200,
		body: { secret: expect.stringMatching(/^trp_/) as string, state: 'valid', expiresAt: null },
	});
	const secret = String(created.body.secret);
	expect(await statusOf(search(url, secret))).toBe(200);
	const rotated = await ask(`access-keys/${secret.slice(0, 12)}/rotate`, { overlapHours: 0 });
	expect(rotated.status).toBe(200);
	expect([await statusOf(search(url, secret)), await statusOf(search(url, String(rotated.body.secret)))]).toEqual([401, 200]);
	const { id } = rotated.body;
	expect(await ask(`access-keys/${String(id)}/revoke`, { reason: 'test' })).toEqual({ status: 200, body: { id, revoked: true, made: [] } });
	const listed = (await ask('access-keys')).body.items as Array<{ name: string; state: string }>;
	expect(listed.map(({ name, state }) => [name, state]).sort()).toEqual([
		['n8n-1', 'expired'],
		['n8n-1', 'revoked'],
		['ops', 'valid'],
	]);
	expect(JSON.stringify(listed)).not.toContain(secret.slice(12));
	const changes = (await ask('access-keys/changes')).body.items as Array<{ action: string; actor: string }>;
	const nameOf = (key: string) => `key:${key.slice(0, 12)}`;
	const by = nameOf(admin);
	expect(changes.map(({ action, actor }) => [action, actor])).toEqual([
		['api_key.revoked', by],
		['api_key.used', nameOf(String(rotated.body.secret))],
		['api_key.rotated', by],
		['api_key.used', nameOf(secret)],
		['api_key.created', by],
		['api_key.used', by],
		['api_key.created', expect.stringMatching(/^user:/) as string],
	]);

	for (const [path, body, status, code] of [
		['access-keys', { name: 'x', role: 'owner' }, 403, 'ACCESS_DENIED'],
		['access-keys', { name: 'x', role: 'boss' }, 400, 'INPUT_INVALID'],
		['access-keys', { name: 'x', role: 'viewer', colour: 'red' }, 400, 'INPUT_INVALID'],
		['access-keys', { role: 'viewer' }, 400, 'INPUT_INVALID'],
		['access-keys?tenant=acme', { name: 'x', role: 'viewer' }, 403, 'ACCESS_DENIED'],
		['access-keys/trp_12345678/revoke', {}, 404, 'RESOURCE_NOT_FOUND'],
		['access-keys/trp_12345678/rotate', { overlapHours: -1 }, 400, 'INPUT_INVALID'],
	] as const)
		expect([path, body, await ask(path, body)]).toEqual([
			path,
			body,
			{ status, body: expect.objectContaining({ code, status }) as object },
		]);
	expect((await ask('access-keys', undefined, bearer(await key('create', 'e', '--role', 'editor')))).status).toBe(403);
	expect((await ask('access-keys?tenant=acme', { name: 'first', role: 'owner' }, authorization())).status).toBe(200);
	await stop();
});

test('lists of addresses hold for a key and for the service, behind trusted proxies only', async () => {
	const { url, stop } = await serve({ worker: false, behindProxy: '127.0.0.0/8', allowFrom: '10.0.0.0/8' });
	const token = await key('create', 'ci', '--role', 'viewer', '--allow-from', '10.1.0.0/16');
	const from = (address: string) => fetch(`${url}/metrics`, { headers: { ...bearer(token), 'x-forwarded-for': address } });
	expect(await statusOf(from('10.1.2.3'))).toBe(200);
	expect(await statusOf(from('10.2.0.1'))).toBe(403);
	const outside = await from('192.0.2.1');
	expect([outside.status, await outside.json()]).toEqual([
		403,
		expect.objectContaining({ detail: expect.stringContaining('192.0.2.1') as string }),
	]);
	expect(await statusOf(fetch(`${url}/openapi.json`))).toBe(403);
	expect(await statusOf(fetch(`${url}/healthz`))).toBe(200);
	await stop();
	const open = await serve({ worker: false });
	expect(await statusOf(fetch(`${open.url}/metrics`, { headers: { ...bearer(token), 'x-forwarded-for': '10.1.2.3' } }))).toBe(403);
	await open.stop();
	await expect(serve({ allowFrom: '10.0.0.0/40' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await expect(serve({ behindProxy: 'proxy.example' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('limits rates on every part, for each caller', async () => {
	const { url, stop } = await serve({ worker: false, callRate: 3, engineRate: 2 });
	const [one, other, own] = [
		await key('create', 'one', '--role', 'admin'),
		await key('create', 'other', '--role', 'viewer'),
		await key('create', 'own', '--role', 'viewer', '--rate', '4'),
	];
	const first = await search(url, one);
	expect(['ratelimit-policy', 'ratelimit', 'retry-after'].map((name) => first.headers.get(name))).toEqual([
		'"minute";q=2;w=60',
		'"minute";r=1;t=60',
		null,
	]);
	await search(url, one);
	const refused = await search(url, one);
	expect([refused.status, await refused.json()]).toEqual([429, expect.objectContaining({ title: 'RESOURCE_EXHAUSTED', status: 429 })]);
	expect(['ratelimit-policy', 'ratelimit'].map((name) => refused.headers.get(name))).toEqual([
		'"minute";q=2;w=60',
		expect.stringMatching(/^"minute";r=0;t=\d+$/),
	]);
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
	expect(await statusOf(search(url, other))).toBe(200);
	for (const path of ['/metrics', '/api/v1/access-keys', '/metrics'])
		expect(await statusOf(fetch(`${url}${path}`, { headers: bearer(one) }))).toBe(200);
	for (const path of ['/metrics', '/api/v1/access-keys'])
		expect(await statusOf(fetch(`${url}${path}`, { headers: bearer(one) }))).toBe(429);
	const calls = [search(url, own), search(url, own), fetch(`${url}/metrics`, { headers: bearer(own) }), search(url, own), search(url, own)];
	expect((await Promise.all(calls.map(statusOf))).sort()).toEqual([200, 200, 200, 200, 429]);
	await stop();
});

test('limits who has no valid token, and unknown routes, by address', async () => {
	const { url, stop } = await serve({ worker: false });
	const token = await key('create', 'ci', '--role', 'viewer');
	const guess = () => fetch(`${url}/metrics`, { headers: bearer(`trp_${'a'.repeat(43)}`) });
	const guesses = await Promise.all(Array.from({ length: 61 }, () => statusOf(guess())));
	expect([guesses.filter((status) => status === 401).length, guesses.filter((status) => status === 429).length]).toEqual([60, 1]);
	expect((await guess()).headers.get('retry-after')).toMatch(/^\d+$/);
	expect(await statusOf(fetch(`${url}/metrics`, { headers: bearer(token) }))).toBe(200);
	const unknown = await Promise.all(Array.from({ length: 601 }, () => statusOf(fetch(`${url}/unknown`))));
	expect([unknown.filter((status) => status === 404).length, unknown.filter((status) => status === 429).length]).toEqual([600, 1]);
	expect(await statusOf(fetch(`${url}/healthz`))).toBe(200);
	await stop();
});

test("accepts the tokens of an issuer, as docs/operations/keys.md sets Keycloak up, besides the service's own", async () => {
	const issuer = await startOidcIssuer();
	const { url, stop } = await serve(
		{ worker: false },
		{
			TROUPE_OIDC_ISSUER: issuer.issuer,
			TROUPE_OIDC_AUDIENCE: 'troupe',
			TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
			TROUPE_OIDC_ROLES: 'troupe-viewer=viewer,troupe-editor=editor,troupe-admin=admin',
			TROUPE_OIDC_TENANT_CLAIM: 'tenant',
		},
	);
	const sign = (role: string, tenant = 'default') => issuer.sign({ tenant, realm_access: { roles: [role] } });
	await deploy(url, bearer(await sign('troupe-editor')));
	expect(await statusOf(start(url, await sign('troupe-editor')))).toBe(200);
	expect(await statusOf(start(url, await sign('troupe-viewer')))).toBe(403);
	expect(await statusOf(start(url, await sign('editor')))).toBe(403);
	expect(await statusOf(start(url, await sign('troupe-editor', 'acme')))).toBe(404);
	const created = await postJson(`${url}/api/v1/access-keys`, { name: 'mine', role: 'admin' }, bearer(await sign('troupe-admin')));
	expect([created.status, await created.json()]).toEqual([200, expect.objectContaining({ createdBy: 'oidc:0b2f1c1e-ada' })]);
	expect(await statusOf(search(url, await issuer.sign({ aud: 'other', tenant: 'default' })))).toBe(401);
	expect(await statusOf(fetch(`${url}/metrics`, { headers: authorization() }))).toBe(200);
	await issuer.close();
	await stop();
});

test('says that keys cannot be read, and lets only the token of the service in', async () => {
	const token = await key('create', 'ci', '--role', 'viewer');
	const { url, terminal, stop } = await serve({ worker: false }, { TROUPE_DATABASE_URL: 'postgres://troupe@127.0.0.1:1/troupe' });
	const answer = await search(url, token);
	expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ code: 'STORAGE_UNREACHABLE', retryable: true })]);
	expect(await statusOf(search(url, authorization().authorization.slice(7)))).toBe(200);
	expect(terminal.noted.join('\n')).not.toContain(token);
	expect(terminal.noted.filter((line) => line.includes('STORAGE_UNREACHABLE'))).toHaveLength(1);
	await stop();
});

test('the registry takes keys besides its own access tokens, with the same scopes', async () => {
	const passphrase = 'correct horse battery staple';
	const folder = join(service.home, 'company');
	const people = ['--author', 'ada@example.com', '--approver', 'grace@example.com'];
	await runTroupe(['manifest', 'init', folder, ...people], testTerminal({ TROUPE_HOME: service.home, TROUPE_KEY_PASSPHRASE: passphrase }));
	const { home } = service;
	service.home = join(folder, 'server');
	const { url, stop } = await serve({ worker: false, engine: false, callRate: 5 }, { TROUPE_KEY_PASSPHRASE: passphrase });
	const viewer = await key('create', 'ci', '--role', 'viewer', '--allow-from', '127.0.0.1');
	const elsewhere = await key('create', 'ci', '--role', 'viewer', '--allow-from', '10.0.0.0/8');
	const admin = await key('create', 'ops', '--role', 'admin');
	const ada = readFileSync(join(folder, 'people/ada@example.com/token'), 'utf8').trim();
	const ask = (path: string, token: string) => fetch(`${url}/api/v1/${path}`, { headers: bearer(token) });
	for (const token of [viewer, ada]) expect(await statusOf(ask('manifests', token))).toBe(200);
	expect(await statusOf(ask('audit', viewer))).toBe(403);
	expect(await statusOf(ask('audit', admin))).toBe(200);
	const refused = await ask('manifests', elsewhere);
	expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ details: { reason: 'address' } })]);
	expect(await statusOf(fetch(`${url}/metrics`, { headers: bearer(ada) }))).toBe(401);
	await key('revoke', viewer.slice(0, 12), '--yes');
	expect(await statusOf(ask('manifests', viewer))).toBe(401);
	for (const status of [200, 200, 200, 200, 429]) expect(await statusOf(ask('manifests', admin))).toBe(status);
	await stop();
	service.home = home;
});
