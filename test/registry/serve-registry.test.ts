import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createHmac } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpRegistry } from '../../manifests/registry-over-http/http-registry';
import { createAccessKeys, issueAccessToken } from '../../manifests/registry/access/issue-token';
import { scopes, type RegistryEvent } from '../../manifests/registry/registry-api';
import { openGate } from '../fakes/permissive-gate';
import { ada, bob, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { TamperingProxy } from '../support/registry/tampering-proxy';
import { copyTestKeys } from '../support/test-keys';
import { waitUntil, within } from '../support/wait-until';
import { runServeCommand } from '../../cli/service/serve-run';
import { testTerminal } from '../support/test-terminal';
import type { ServeOptions } from '../../cli/service/serve-options';
import { maxRunId } from '../../core/ports/runs/run-records';

const apiToken = 'a-token-of-thirty-two-characters';
let people: RegistryPeople;
let access: string;
let home: string;
const running = new Set<() => Promise<unknown>>();

beforeAll(async () => {
	people = await gatherPeople();
	access = mkdtempSync(join(tmpdir(), 'troupe-access-'));
	await createAccessKeys({ into: access });
});
afterAll(() => rmSync(access, { recursive: true, force: true }));
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-serve-registry-'))));
afterEach(async () => {
	await Promise.all([...running].map((stop) => stop()));
	running.clear();
	rmSync(home, { recursive: true, force: true });
});

/** As an ops team begins a registry. */
async function begin(): Promise<void> {
	const keys = mkdtempSync(join(tmpdir(), 'troupe-keys-'));
	await copyTestKeys(keys);
	mkdirSync(join(home, 'registry'), { mode: 0o700 });
	copyFileSync(join(keys, 'snapshot.pem'), join(home, 'registry', 'snapshot.pem'));
	writeFileSync(join(home, 'registry', 'root.jwt'), people.root);
	rmSync(keys, { recursive: true });
}

async function serve(environment: NodeJS.ProcessEnv = { TROUPE_API_TOKEN: apiToken }, options: Partial<ServeOptions> = { engine: false }) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const { environment: settings } = terminal;
	const host = async () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, environment: settings });
	const ready = Promise.withResolvers<string>();
	const { print } = terminal;
	terminal.print = (line) => (print(line), ready.resolve(line));
	const ended = runServeCommand({ port: 0, host: '127.0.0.1', worker: false, lint: true, ...options }, terminal, host);
	const line = await within('the service', Promise.race([ready.promise, ended.then(String)]), { seen: () => terminal.noted });
	const stop = () => (terminal.interrupt(), ended);
	running.add(stop);
	return { url: /http:\/\/\S+/.exec(line)?.[0] ?? line, terminal, stop };
}

/** Reads entries of the audit log of the tenant of the service. */
async function entriesOf(url: string, act: string): Promise<unknown[]> {
	const answer = await fetch(`${url}/api/v1/audit/entries?act=${act}`, { headers: { authorization: `Bearer ${apiToken}` } });
	return ((await answer.json()) as { items: unknown[] }).items;
}

const tokenFor = async (tenant: string, subject: string, scopes: string[]) =>
	(await issueAccessToken({ keysFolder: access, tenant, subject, scopes, hours: 1, nowMs: Date.now() })).token;
const withKeys = () => ({ TROUPE_ACCESS_KEYS: join(access, 'access-keys.json') });

test('without a root it is off, says how to begin, and the rest runs', async () => {
	const { url, terminal } = await serve({}, {});
	expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready', checks: { engine: 'open', registry: 'off' } });
	expect(terminal.noted).toContainEqual(expect.stringMatching(/^registry: off\. To set one up, run `troupe manifest init`/));
	const answer = await fetch(`${url}/api/v1/manifests`);
	expect([answer.status, await answer.json()]).toEqual([
		503,
		expect.objectContaining({ code: 'REGISTRY_NOT_READY', detail: expect.stringContaining('manifest init') as string }),
	]);
	expect([200, 503]).toContain((await fetch(`${url}/api/v1/keys`)).status);
	expect(existsSync(join(home, 'registry.db'))).toBe(false);
});

test('takes a prompt from publishing to revocation, over the wire, with events and a snapshot of each step', async () => {
	await begin();
	const { url } = await serve({ ...withKeys(), TROUPE_API_TOKEN: apiToken });
	const registry = new HttpRegistry({ url, token: await tokenFor('default', ada.subject, [...scopes]) });
	const bobs = new HttpRegistry({ url, token: await tokenFor('default', bob.subject, ['registry:approve']) });
	const caller = ada;
	const stop = new AbortController();
	const heard: RegistryEvent[] = [];
	const hearing = (async () => {
		for await (const event of registry.events(caller, 0, stop.signal)) {
			heard.push(event);
			if (event.type === 'manifest.revoked') stop.abort();
		}
	})();

	const rough = people.prompt('tone', '1.0.0', { purpose: 'Rough', notes: 'The first.' });
	await registry.publish(caller, { token: rough.token });
	const reason = 'Ask +55 11 98765-4321 first.';
	const rejected = { state: 'rejected', notes: 'The first.', reason: 'Ask [PHONE] first.', rejectedBy: bob.subject };
	expect(await bobs.reject(bob, rough.sha256, { reason })).toMatchObject(rejected);
	await expect(bobs.withdraw(bob, rough.sha256)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
	await registry.withdraw(caller, rough.sha256);

	const tone = people.prompt('tone', '1.0.0');
	const draft = await registry.publish(caller, { token: tone.token });
	expect(draft).toMatchObject({ state: 'draft', sha256: tone.sha256 });
	const first = await registry.snapshot(caller);
	await expect(registry.approve(caller, tone.sha256, { token: people.approval(tone) })).rejects.toMatchObject({ code: 'APPROVAL_REFUSED' });
	await bobs.approve(bob, tone.sha256, { token: people.approval(tone), revision: draft.revision });
	const second = await registry.snapshot(caller, first?.etag);
	expect(second?.etag).not.toBe(first?.etag);
	expect(await registry.snapshot(caller, second?.etag)).toBeNull();
	expect(await registry.manifest(caller, tone.sha256)).toMatchObject({
		token: tone.token,
		checksum: `sha256:${tone.sha256}`,
		signature: tone.token.split('.')[2],
		signature_key_id: people.keys.author.keyId,
	});
	expect((await registry.resolve(caller, { kind: 'prompt', name: 'tone', range: '^1.0' }))[0]?.manifest.version).toBe('1.0.0');
	await registry.revoke(caller, tone.sha256, { reason: 'Test' });
	await within('the revocation', hearing, { seen: () => heard });
	expect(heard.map(({ type }) => type)).toEqual(
		expect.arrayContaining(['manifest.rejected', 'manifest.withdrawn', 'manifest.approved', 'manifest.revoked']),
	);
	expect((await registry.audit(caller, { manifest: tone.sha256 })).items.map(({ action, subject }) => [action, subject])).toEqual(
		expect.arrayContaining([['manifest.revoked', ada.subject]]),
	);
	await expect(bobs.approve(bob, tone.sha256, { token: people.approval(tone) })).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	// All of it is in the log of the tenant, with where it came from.
	expect(await entriesOf(url, 'manifest.approved')).toContainEqual(
		expect.objectContaining({
			outcome: 'success',
			who: {
				kind: 'user',
				sha256: expect.any(String) as string,
				value: expect.objectContaining({ name: bob.subject, address: '127.0.0.1' }),
			},
			object: { kind: 'manifest', hash: tone.sha256, value: tone.sha256 },
		}),
	);
	const checked = await registry.checkAudit();
	expect(checked).toEqual({ entries: expect.any(Number) as number, waiting: 0, foreign: 0 });
	new DatabaseSync(join(home, 'registry.db')).exec("insert into audit_outbox values ('default', 999, 'ff', '{}', 'no mark')");
	expect(await registry.checkAudit()).toMatchObject({ waiting: 0, foreign: 1 });

	const metrics = await (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${apiToken}` } })).text();
	expect(metrics).toMatch(/troupe_http_requests_total\{method="GET",route="\/api\/v1\/tenants\/:tenant\/snapshot",status="304"\} 1/);
});

test('a tenant sees and changes nothing of another', async () => {
	await begin();
	const { url } = await serve(withKeys());
	const acme = new HttpRegistry({
		url,
		token: await tokenFor('acme', ada.subject, ['registry:read', 'registry:publish', 'registry:revoke']),
	});
	const other = new HttpRegistry({ url, token: await tokenFor('other', bob.subject, ['registry:read', 'registry:revoke']) });
	const caller = { tenant: 'acme', subject: ada.subject };
	const tone = people.prompt('tone', '1.0.0');
	await acme.publish(caller, { token: tone.token });
	await expect(other.manifest(caller, tone.sha256)).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
	await expect(other.revoke(caller, tone.sha256, {})).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
	await expect(other.snapshot(caller)).rejects.toMatchObject({ code: 'ACCESS_DENIED', details: { reason: 'tenant' } });
	expect((await other.list(caller, {})).items).toEqual([]);
	// The text that opens the rest of the service opens nothing here.
	await expect(new HttpRegistry({ url, token: apiToken }).list(caller, {})).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
});

test('without a way to let anybody in, tenants are refused with what to do, and roots are open', async () => {
	await begin();
	const { url, terminal } = await serve({});
	expect(terminal.noted).toContainEqual(expect.stringContaining('no access tokens can be issued yet'));
	const caller = { tenant: 'default', subject: 'x' };
	const registry = new HttpRegistry({ url, token: 'anything' });
	await expect(registry.list(caller, {})).rejects.toMatchObject({
		code: 'REGISTRY_NOT_READY',
		fix: expect.stringContaining('operator of the service') as string,
	});
	// What only the operator can do is in the log.
	expect(terminal.noted).toContainEqual(expect.stringMatching(/request failed.*token keys/));
	expect(await registry.roots(1)).toEqual([{ version: 1, tokens: people.root }]);
	expect((await registry.keys()).keys.length).toBeGreaterThan(3);
});

test('events go on after a restart, from the last one on', async () => {
	await begin();
	const first = await serve();
	const caller = { tenant: 'default', subject: 'local' };
	// It stands before both, since another program may take a port that is free for a moment.
	const address = await TamperingProxy.before(first.url);
	running.add(() => address.goDown());
	const registry = new HttpRegistry({ url: new URL(address.url).origin, token: apiToken });
	const stop = new AbortController();
	const heard: string[] = [];
	const seenFirst = Promise.withResolvers<void>();
	const hearing = (async () => {
		for await (const event of registry.events(caller, 0, stop.signal)) {
			if (event.type !== 'manifest.published') continue;
			heard.push(event.about.version ?? '');
			seenFirst.resolve();
			if (heard.length === 2) stop.abort();
		}
	})();
	await new HttpRegistry({ url: first.url, token: apiToken }).publish(caller, { token: people.prompt('tone', '1.0.0').token });
	await within('the first event', seenFirst.promise);
	await first.stop();
	const second = await serve();
	address.lead(second.url);
	await new HttpRegistry({ url: second.url, token: apiToken }).publish(caller, { token: people.prompt('tone', '1.1.0').token });
	await within('the second event', hearing, { seen: () => heard });
	expect(heard).toEqual(['1.0.0', '1.1.0']);
});

describe('webhooks', () => {
	async function receiver(answer: (times: number) => number) {
		const received: Array<{ headers: IncomingMessage['headers']; body: string }> = [];
		const server = createHttpServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				received.push({ headers: request.headers, body });
				response.writeHead(answer(received.length)).end();
				server.emit('received');
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
		const arrived = async (count: number) => {
			while (received.length < count) await within(`${count} deliveries`, once(server, 'received'), { seen: () => received });
			return received;
		};
		return { url, arrived, close: () => (server.closeAllConnections(), server.close()) };
	}

	test('are told of events, signed, and again after a failure', async () => {
		await begin();
		const hook = await receiver((times) => (times === 1 ? 500 : 200));
		const { url } = await serve({ TROUPE_API_TOKEN: apiToken, TROUPE_WEBHOOK_PRIVATE: 'allow' });
		const registry = new HttpRegistry({ url, token: apiToken });
		const { id, secret } = await registry.addWebhook({ url: hook.url, events: ['manifest.published'] });
		expect(JSON.stringify(await registry.webhooks())).not.toContain(secret);
		const tone = people.prompt('tone', '1.0.0');
		await registry.publish({ tenant: 'default', subject: 'local' }, { token: tone.token });
		const [failed, again] = await hook.arrived(2);
		expect(again?.body).toBe(failed?.body);
		expect(JSON.parse(again?.body ?? '')).toMatchObject({
			type: 'manifest.published',
			data: { tenant: 'default', about: { version: '1.0.0' } },
		});
		const { 'webhook-id': messageId, 'webhook-timestamp': time, 'webhook-signature': signature } = again?.headers ?? {};
		expect(messageId).toBe(failed?.headers['webhook-id']);
		const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
		expect(signature).toBe(
			`v1,${createHmac('sha256', key)
				.update(`${String(messageId)}.${String(time)}.${again?.body ?? ''}`)
				.digest('base64')}`,
		);
		expect(await registry.deadDeliveries(id)).toEqual([]);
		await registry.removeWebhook(id);
		await expect(registry.deadDeliveries(id)).rejects.toMatchObject({ code: 'MANIFEST_NOT_FOUND' });
		expect(await registry.webhooks()).toEqual([]);
		hook.close();
	});

	test('to addresses of private networks are refused, as is a text that is not an address', async () => {
		await begin();
		const { url } = await serve();
		const registry = new HttpRegistry({ url, token: apiToken });
		for (const address of [
			'http://127.0.0.1/x',
			'http://localhost:1/x',
			'http://[::1]/',
			'https://10.0.0.1/',
			'https://169.254.169.254/latest',
		])
			await expect(registry.addWebhook({ url: address })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
		for (const address of ['ftp://example.com/', 'nothing', 'https://user:secret@example.com/'])
			await expect(registry.addWebhook({ url: address })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});
});

describe('the OpenAPI document', () => {
	const withinDocument = (schema: { $ref?: string }) => (schema.$ref?.startsWith('#') ? { $ref: `document${schema.$ref}` } : schema);
	interface Operation {
		summary?: string;
		security?: Array<Record<string, string[]>>;
		responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
		requestBody?: { content: Record<string, { schema: object }> };
	}

	test('says of each route what it does, whom it is for and what it answers; its schemas hold, and answers fit them', async () => {
		await begin();
		const { url } = await serve();
		const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
			openapi: string;
			paths: Record<string, Record<string, Operation>>;
			components: { securitySchemes: Record<string, unknown> };
		};
		expect(document.openapi).toBe('3.1.0');
		expect(document.components.securitySchemes).toMatchObject({ accessToken: { type: 'http', scheme: 'bearer' } });
		const ajv = addFormats(new Ajv2020({ strict: false, validateSchema: true })).addSchema({ ...document, $id: 'document' });
		const compile = (schema: object) => ajv.compile(withinDocument(schema));
		const operations = Object.entries(document.paths)
			.filter(([path]) => path.startsWith('/api/v1'))
			.flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
			.filter(({ method }) => method !== 'head');
		expect(operations.length).toBeGreaterThanOrEqual(28);
		for (const { path, operation } of operations) {
			expect([path, operation.summary]).toEqual([path, expect.stringMatching(/\w/)]);
			const isOpen = /\/(?:keys|roots|root\/\{edition\})$/.test(path);
			expect([path, operation.security?.length === 0 || !operation.security]).toEqual([path, isOpen && operation.security !== undefined]);
			expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['429', '503', ...(isOpen ? [] : ['401', '403'])]));
			const contents = [...Object.values(operation.responses), ...(operation.requestBody ? [operation.requestBody] : [])].map(
				({ content }) => content,
			);
			for (const { schema } of contents.flatMap((content) => Object.values(content ?? {}))) compile(schema);
		}

		const tone = people.prompt('tone', '1.0.0');
		const registry = new HttpRegistry({ url, token: apiToken });
		await registry.publish({ tenant: 'default', subject: 'local' }, { token: tone.token });
		for (const [path, template] of [
			['manifests', 'manifests'],
			[`manifests/${tone.sha256}`, 'manifests/{sha256}'],
			['resolve?question=tone', 'resolve'],
			['rollouts', 'rollouts'],
			['audit', 'audit'],
			['roots', 'roots'],
			['webhooks', 'webhooks'],
			[`webhooks/${crypto.randomUUID()}/dead`, 'webhooks/{id}/dead'],
			['bundle', 'bundle'],
			['events?follow=false', 'events'],
			['manifests?limit=0', 'manifests'],
			[`manifests/${'0'.repeat(64)}`, 'manifests/{sha256}'],
		] as const) {
			const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${apiToken}` } });
			const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
			const schema = document.paths[`/api/v1/${template}`]?.get?.responses[String(answer.status)]?.content?.[type]?.schema;
			const validate = compile(schema ?? { not: {} });
			expect([path, validate(await answer.json()), validate.errors]).toEqual([path, true, null]);
		}
	});
});

test('what is refused below all routes is a problem document too', async () => {
	await begin();
	const { url, terminal } = await serve();
	const { port } = new URL(url);
	const raw = async (text: string) => {
		const socket = connect({ port: Number(port), host: '127.0.0.1' });
		let answer = '';
		socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
		socket.on('error', () => undefined);
		socket.write(text);
		await once(socket, 'close');
		const [head = '', body = ''] = answer.split('\r\n\r\n');
		return { head, problem: JSON.parse(body) as unknown };
	};
	const request = (line: string, host = 'localhost') => raw(`${line} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
	for (const [answer, status] of [
		[await raw(`GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`), 431],
		[await raw('no http at all\r\n\r\n'), 400],
		[await request('GET /api/v1/%ff'), 400],
		[await request(`GET /api/v1/manifests/${'a'.repeat(maxRunId + 1)}`), 414],
		[await request('GET /nowhere'), 404],
		[await request('GET /api/v1/manifests', 'evil.example'), 403],
		[await request('GET /metrics'), 401],
	] as const) {
		expect(answer.head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
		expect(answer.head.toLowerCase()).toContain('content-type: application/problem+json');
		expect(answer.problem).toMatchObject({ status, code: expect.any(String) as string, requestId: expect.any(String) as string });
	}
	// A refusal is noted only where a setting can have caused it.
	const failed = terminal.noted.filter((line) => line.includes('request failed'));
	expect(failed).toEqual([expect.stringContaining('TROUPE_PUBLIC_URL')]);
	const refused = await waitUntil('the entry of the refusal', async () => {
		const entries = await entriesOf(url, 'access.refused');
		return entries.length > 0 && entries;
	});
	expect(refused).toMatchObject([
		{
			...{ who: { kind: 'unknown' }, object: { value: 'GET /api/v1/manifests' }, outcome: 'refused' },
			details: { value: { code: 'ACCESS_DENIED', reason: 'foreign' } },
		},
	]);
});

test('a head that is too large is cut off', async () => {
	await begin();
	const { url } = await serve();
	const { port } = new URL(url);
	const large = connect({ port: Number(port), host: '127.0.0.1' });
	large.write(`GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`);
	const [answer] = (await once(large, 'data')) as [Buffer];
	expect(answer.toString()).toMatch(/^HTTP\/1\.1 431 /);
	large.destroy();
});
