/** Webhooks that an earlier version of the registry stored become subscriptions, and miss nothing on the way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishRegistry } from '../../service/events/publish-registry';
import { registryWebhooks, subscribeEarlier } from '../../service/events/registry-webhooks';
import { newSecret } from '../../core/base/webhook-signature';
import { startDeliveryWorker } from '../../core/events/delivery-worker';
import { systemClock } from '../../core/ports';
import { registryOn, type Registry } from '../../manifests/registry/registry';
import { openStore } from '../../manifests/registry/store/open-store';
import type { Store } from '../../manifests/registry/store/store';
import { takeOverWebhooks } from '../../manifests/registry/webhooks/take-over-webhooks';
import { openEvents } from '../../providers/compose/events/events';
import { type EventReceiver, startEventReceiver } from '../../sandbox/fakes/event-receiver';
import { openGate } from '../../sandbox/fakes/open-gate';
import { storeEarlierWebhook } from '../support/registry/earlier-webhooks';
import { gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { type Databases, onBoth } from '../support/servers/databases';
import { waitUntil } from '../support/wait-until';

const ada = { tenant: 'acme', subject: 'ada@example.com' };
const key = Buffer.alloc(32, 7);

onBoth('webhooks of an earlier version', (openDatabases) => {
	let databases: Databases;
	let people: RegistryPeople;
	let registry: Registry;
	let store: Store;
	let stateFolder: string;
	let keyFile: string;
	let receiver: EventReceiver;
	const faults: unknown[] = [];
	beforeAll(async () => {
		[databases, people] = [await openDatabases(), await gatherPeople()];
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		stateFolder = mkdtempSync(join(tmpdir(), 'troupe-earlier-webhooks-'));
		keyFile = join(stateFolder, 'webhooks.key');
		writeFileSync(keyFile, key.toString('base64'));
		store = await openStore(await databases.create());
		registry = await registryOn(store, { root: people.root, keys: people.signers });
		receiver = await startEventReceiver();
		faults.length = 0;
	});
	afterEach(async () => {
		await receiver.close();
		await registry.close();
		rmSync(stateFolder, { recursive: true, force: true });
	});

	const host = () => ({ gate: openGate(), agentFolders: [], providers: {}, stateFolder, tenant: 'default' });
	const takeOver = () =>
		takeOverWebhooks({
			store,
			keyFile,
			take: (webhook) => subscribeEarlier(host(), webhook),
			reportFault: (error, about) => faults.push([error, about]),
		});
	const setFlag = (name: string) => registry.setFlag(ada, { name, on: true });
	const publish = () => publishRegistry(registry, host(), (fault) => void faults.push(fault));
	const flagsTaken = () =>
		receiver.taken.filter(({ type }) => type === 'flag.changed').map(({ data }) => (data as { about: { flag: string } }).about.flag);
	async function send(flags: string[]) {
		const { deliveries } = await openEvents(host());
		const worker = startDeliveryWorker({
			...{ deliveries, fetch, clock: systemClock, random: Math.random },
			onDead: (_taken, reason) => void faults.push(reason),
			onFault: (fault) => void faults.push(fault),
		});
		const seen = () => ({ taken: receiver.taken, faults });
		await waitUntil(`the flags ${flags.join()}`, () => flagsTaken().length >= flags.length, { seen });
		await worker.close(5_000);
		expect(flagsTaken().sort()).toEqual(flags);
	}

	it('keep id, address, secret and types, and get what they did not get yet, once', async () => {
		await setFlag('a-delivered');
		const last = await lastEvent();
		const [secret, url] = [newSecret(), `${receiver.url}/events`];
		receiver.trust(secret);
		const id = await storeEarlierWebhook(store, 'acme', { url, secret, key, after: last });
		await setFlag('b-published-by-the-earlier-version');
		const { subscriptions } = await openEvents(host());
		// An earlier version publishes what a tenant with subscriptions does.
		await subscriptions.add('acme', { url: 'https://other.example/', types: ['root.added'], maxAttempts: 3, secret: newSecret() });
		const earlier = publish();
		await waitUntil('the event', async () => (await (await openEvents(host())).last('acme')) >= last + 1, { seen: () => faults });
		await earlier.stop();
		await setFlag('c-waiting');

		await Promise.all([takeOver(), takeOver()]);
		await takeOver();
		const later = publish();
		await setFlag('d-new');
		await send(['b-published-by-the-earlier-version', 'c-waiting', 'd-new']);
		await later.stop();
		expect(await registryWebhooks(host()).list(ada)).toMatchObject([
			{ id, url, createdAt: '2026-01-01T00:00:00.000Z', state: 'active', failures: 0, lastStatus: '204', dead: 0 },
			{ url: 'https://other.example/' },
		]);
		expect(faults).toEqual([]);
	});

	it('stay where they are when their key is another one, and hold up no other', async () => {
		const secret = newSecret();
		const lost = await storeEarlierWebhook(store, 'acme', { url: receiver.url, secret, key: Buffer.alloc(32, 8), after: 0 });
		const url = 'https://hooks.example/secret-path';
		await storeEarlierWebhook(store, 'acme', { url, secret, key, events: ['manifest.revoked'], after: 0 });
		await takeOver();
		expect(await registryWebhooks(host()).list(ada)).toMatchObject([{ url, events: ['manifest.revoked'] }]);
		expect(faults).toEqual([[expect.objectContaining({ code: 'INPUT_INVALID' }), { tenant: 'acme', webhook: lost }]]);
		expect(JSON.stringify(faults)).not.toContain(secret);
		writeFileSync(keyFile, Buffer.alloc(32, 8).toString('base64'));
		await takeOver();
		expect(await registryWebhooks(host()).list(ada)).toHaveLength(2);
	});

	async function lastEvent(): Promise<number> {
		let last = 0;
		for await (const { id } of registry.events(ada, 0, new AbortController().signal, { follow: false })) last = id;
		return last;
	}
});
