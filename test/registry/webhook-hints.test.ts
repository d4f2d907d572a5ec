/** A machine that no stream of events reaches hears of a revocation by the registry's webhook alone: both are real, and a real clock. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify, type FastifyInstance } from 'fastify';
import { withoutEvents } from '../../bench/fleet/without-events';
import { publishRegistry } from '../../service/events/publish-registry';
import { registryWebhooks } from '../../service/events/registry-webhooks';
import { serveEvents } from '../../service/events/serve-events';
import { hintRoute } from '../../service/hint-route';
import { answerProblems } from '../../service/problems';
import { openRegistryClient, type RegistryClient } from '../../manifests/client/registry-client';
import { WebhookHints } from '../../manifests/client/webhook-hints';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import type { Registry } from '../../manifests/registry/registry';
import { openStore } from '../../manifests/registry/store/open-store';
import { signedHeaders } from '../../core/base/network/webhook-signature';
import { SeenFiles } from '../../manifests/tree/seen-files';
import { TrustStore } from '../../manifests/trust/trust-store';
import { openGate } from '../fakes/permissive-gate';
import { ada, bob, gatherPeople } from '../support/registry/registry-people';
import { waitUntil, within } from '../support/wait-until';
import { registryOn } from '../../manifests/registry/open-registry';

const token = 'a-text-for-this-machine-alone';
let home: string;
let registry: Registry;
let published: Array<{ stop: () => Promise<void> }>;
let service: TestRegistryService;
let proxy: Awaited<ReturnType<typeof withoutEvents>>;
let client: RegistryClient;
let machine: FastifyInstance;
let hints = 0;

afterEach(async () => {
	client.stop();
	await machine.close();
	await Promise.all(published.map(({ stop }) => stop()));
	proxy.close();
	await service.close();
	await registry.close();
	rmSync(home, { recursive: true, force: true });
});

it('a revocation arrives by webhook alone, with a TTL of 300 s; forged, old and repeated ones cost no request', async () => {
	const people = await gatherPeople();
	home = mkdtempSync(join(tmpdir(), 'troupe-hints-'));
	mkdirSync(join(home, 'trust'));
	writeFileSync(join(home, 'trust', 'root.jwt'), people.root);
	const store = await openStore(join(home, 'registry.db'));
	registry = await registryOn(store, { root: people.root, keys: people.signers });
	const environment = { TROUPE_WEBHOOK_PRIVATE: 'allow' };
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, environment };
	const webhooks = registryWebhooks(host);
	service = await openTestRegistryService(registry, new AccessTokens({ localToken: token }), { webhooks });
	published = [serveEvents(host, () => undefined), publishRegistry(registry, host, () => undefined)];
	let requests = 0;
	service.service.server.on('request', ({ url }: { url: string }) => (requests += url.includes('/snapshot') ? 1 : 0));
	proxy = await withoutEvents(service.url);

	const tone = people.prompt('tone', '1.0.0');
	await registry.publish(ada, { token: tone.token });
	await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
	const folders = { pinned: join(home, 'trust') };
	client = openRegistryClient({
		address: { url: new URL(`${proxy.url}/`), folder: join(home, 'cache'), readToken: () => token },
		tenant: 'default',
		folders,
		eventsAfterMs: 0,
	});
	await client.refresh();
	client.start();
	const state = () =>
		new TrustStore({ ...folders, registry: join(home, 'cache') }, new SeenFiles(), Date.now()).snapshot().document.manifests[0]?.state;
	expect([state(), client.connected]).toEqual(['approved', false]);

	machine = fastify();
	answerProblems(machine, () => undefined);
	const secret = { value: '' };
	const heard = new EventTarget();
	const received = {
		get secrets() {
			return [secret.value];
		},
		tenant: 'default',
		hint: (type: string) => {
			hints += 1;
			client.hint(type);
			heard.dispatchEvent(new Event('hint'));
		},
	};
	await hintRoute(machine, new WebhookHints(received));
	const url = `${await machine.listen({ host: '127.0.0.1', port: 0 })}/hints`;
	({ secret: secret.value } = await webhooks.add(ada, { url, events: ['manifest.revoked'] }));

	const before = requests;
	const body = (tenant: string) => JSON.stringify({ type: 'manifest.revoked', data: { id: 1, tenant, about: {} } });
	const send = async (headers: Record<string, string>, text: string) =>
		(await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text })).status;
	const forged = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
	const good = body('default');
	for (const [headers, text, status] of [
		[{}, good, 401],
		[signedHeaders(forged, 'default-1', Date.now(), good), good, 401],
		[signedHeaders(secret.value, 'default-1', Date.now(), good), body('x'), 401],
		[signedHeaders(secret.value, 'default-1', Date.now() - 301_000, good), good, 401],
		[signedHeaders(secret.value, 'default-1', Date.now() + 302_000, good), good, 401],
		[signedHeaders(secret.value, 'other-1', Date.now(), body('other')), body('other'), 400],
		[signedHeaders(secret.value, 'default-1', Date.now(), '{'), '{', 400],
		[{}, 'x'.repeat(17_000), 413],
	] as const)
		expect([status, await send({ ...headers }, text)]).toEqual([status, status]);
	expect([hints, requests - before]).toEqual([0, 0]);

	const hinted = once(heard, 'hint');
	await registry.revoke(bob, tone.sha256, { reason: 'it was rude' });
	await within('the webhook', hinted, { seen: () => ({ hints, requests }) });
	await waitUntil('the revocation on this machine', () => state() === 'revoked', {
		seen: () => ({ hints, lastError: client.lastError }),
		everyMs: 20,
	});
	expect([state(), hints, client.connected]).toEqual(['revoked', 1, false]);
	// The first may come before the registry's own cache knows.
	expect([1, 2]).toContain(requests - before);

	const again = signedHeaders(secret.value, 'default-1', Date.now(), good);
	expect([await send(again, good), await send(again, good), hints]).toEqual([204, 204, 2]);
});
