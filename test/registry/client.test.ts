/** The client that n8n and the worker use, against the real registry over HTTP, with real keys. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError } from '../../core/base/errors';
import { ada, bob, carol, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { waitUntil } from '../support/wait-until';
import { openRegistryClient, type RegistryClient } from '../../manifests/client/registry-client';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import type { Registry } from '../../manifests/registry/registry';
import { SeenFiles } from '../../manifests/tree/seen-files';
import { HighWater } from '../../manifests/trust/high-water';
import { TrustStore } from '../../manifests/trust/trust-store';
import { openRegistry } from '../../manifests/registry/open-registry';

const token = 'a-text-for-this-machine-alone';
let people: RegistryPeople;
let home: string;
let registry: Registry;
let service: TestRegistryService;
let client: RegistryClient;
const faults: unknown[] = [];

beforeAll(async () => {
	people = await gatherPeople();
});
beforeEach(async () => {
	faults.length = 0;
	home = mkdtempSync(join(tmpdir(), 'troupe-client-'));
	mkdirSync(join(home, 'trust'));
	writeFileSync(join(home, 'trust', 'root.jwt'), people.root);
	registry = await openRegistry({ database: join(home, 'registry.db'), root: people.root, keys: people.signers });
	service = await openTestRegistryService(registry, new AccessTokens({ localToken: token }));
	client = openRegistryClient({
		address: { url: new URL(`${service.url}/`), folder: join(home, 'cache'), readToken: () => token },
		tenant: 'default',
		folders: { pinned: join(home, 'trust') },
		rules: { highWater: new HighWater(home) },
		eventsAfterMs: 0,
		onFault: (error) => faults.push(error),
	});
});
afterEach(async () => {
	client.stop();
	await service.close();
	await registry.close();
	rmSync(home, { recursive: true, force: true });
});

const trust = () =>
	new TrustStore({ pinned: join(home, 'trust'), registry: join(home, 'cache') }, new SeenFiles(), Date.now(), {
		highWater: new HighWater(home),
	});
const states = () =>
	trust()
		.snapshot()
		.document.manifests.map(({ package: name, state }) => `${name} ${state}`);

/** By whom the snapshot is signed; undefined while the one that is here is of a key that is trusted no more. */
function lastKey(): string | undefined {
	try {
		return trust().snapshot().keyId;
	} catch (error) {
		if (isTroupeError(error) && error.code === 'TOKEN_INVALID') return undefined;
		throw error;
	}
}

async function publishTone() {
	const tone = people.prompt('tone', '1.0.0');
	await registry.publish(ada, { token: tone.token });
	await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
	return tone;
}

const connected = () =>
	waitUntil('the stream of events', () => client.connected, { seen: () => ({ lastError: client.lastError, faults }) });

it('keeps what was published and approved, with its manifest and its approvals', async () => {
	const tone = await publishTone();
	await client.refresh();
	expect(client.lastError).toBeUndefined();
	expect(faults).toEqual([]);
	const [entry] = trust().snapshot().document.manifests;
	expect(trust().findManifest(entry!)?.document).toMatchObject({ content: 'Be kind to {{who}}.' });
	expect(trust().approvals(tone.sha256)).toHaveLength(1);
	expect(existsSync(join(home, 'cache', 'root.jwt'))).toBe(false);
});

it('late revocation: an event brings it to the disk of the machine', async () => {
	const tone = await publishTone();
	await client.refresh();
	client.start();
	await connected();
	await registry.revoke(bob, tone.sha256, { reason: 'it was rude' });
	// The machine's own time for a snapshot is 300 s: only an event can bring it.
	await waitUntil('the revocation', () => states()[0] === 'tone revoked', { seen: () => ({ states: states(), faults }), everyMs: 20 });
	expect(client.lastError).toBeUndefined();
});

it('follows a root that rotates the key of the snapshot, and the snapshot that the new key signs', async () => {
	await publishTone();
	await client.refresh();
	client.start();
	await connected();
	const { rootDocument, keys } = people;
	const { toJwk } = await import('../../manifests/keys/create-keys');
	const roles = { ...rootDocument.roles, snapshot: { keyIds: [keys.secondSnapshot.keyId], threshold: 1 } };
	const jwks = [...rootDocument.keys.filter(({ kid }) => kid !== keys.snapshot.keyId), toJwk(keys.secondSnapshot)];
	await registry.addRoot(ada, people.edition({ ver: 2, roles, keys: jwks }));
	const followed = () => trust().root.document.ver === 2 && lastKey() === keys.secondSnapshot.keyId;
	await waitUntil('the second root, and a snapshot by the key it names', followed, {
		seen: () => ({ lastError: client.lastError, faults }),
	});
	expect(client.lastError).toBeUndefined();
});

it('has the approval of another person before the root that no longer counts the first comes into force', async () => {
	const tone = await publishTone();
	await client.refresh();
	await registry.approve(carol, tone.sha256, { token: people.approval(tone, people.keys.second) });
	const { rootDocument, keys } = people;
	const approver = { keyIds: [keys.second.keyId], threshold: 1 };
	await registry.addRoot(ada, people.edition({ ver: 2, roles: { ...rootDocument.roles, approver } }));
	const inForce: number[] = [];
	service.service.server.on('request', ({ url = '' }) => url.includes('/manifests/') && inForce.push(trust().root.document.ver));
	client.hint('root.added');
	await waitUntil('the second root', () => trust().root.document.ver === 2, { seen: () => ({ lastError: client.lastError, faults }) });
	expect(inForce).toEqual([1]);
	expect(trust().approvals(tone.sha256)).toMatchObject([{ keyId: keys.second.keyId }]);
});

it('takes a later root also when the registry sends no snapshot', async () => {
	await publishTone();
	await client.refresh();
	const approver = { keyIds: [people.keys.second.keyId], threshold: 1 };
	await registry.addRoot(ada, people.edition({ ver: 2, roles: { ...people.rootDocument.roles, approver } }));
	service.service.server.on('request', ({ url = '', socket }) => url.includes('/snapshot') && socket.destroy());
	client.hint('root.added');
	await waitUntil('the second root', () => trust().root.document.ver === 2, { seen: () => ({ lastError: client.lastError, faults }) });
});

it('is told that its token is of nobody', async () => {
	const stranger = openRegistryClient({
		address: { url: new URL(`${service.url}/`), folder: join(home, 'other'), readToken: () => 'of-nobody-at-all' },
		tenant: 'default',
		folders: { pinned: join(home, 'trust') },
	});
	await stranger.refresh();
	expect(stranger.lastError).toMatchObject({ code: 'ACCESS_DENIED', fix: expect.stringContaining('TROUPE_REGISTRY_TOKEN') });
	stranger.stop();
});
