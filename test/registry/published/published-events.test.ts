/** What happens in the registry, as events that others can subscribe to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishRegistry } from '../../../service/events/publish-registry';
import { openStore } from '../../../manifests/registry/store/open-store';
import type { Registry } from '../../../manifests/registry/registry';
import { openEvents } from '../../../providers/compose/events/events';
import { openGate } from '../../fakes/permissive-gate';
import { type Databases, onBoth } from '../../support/servers/databases';
import { gatherPeople, type RegistryPeople } from '../../support/registry/registry-people';
import { waitUntil } from '../../support/wait-until';
import { registryOn } from '../../../manifests/registry/open-registry';

const ada = { tenant: 'acme', subject: 'ada@example.com' };

onBoth('events of the registry', (openDatabases) => {
	let databases: Databases;
	let people: RegistryPeople;
	let registry: Registry;
	let stateFolder: string;
	beforeAll(async () => {
		[databases, people] = [await openDatabases(), await gatherPeople()];
	});
	afterAll(() => databases.remove());
	beforeEach(async () => {
		stateFolder = mkdtempSync(join(tmpdir(), 'troupe-registry-events-'));
		registry = await registryOn(await openStore(await databases.create()), { root: people.root, keys: people.signers });
	});
	afterEach(async () => {
		await registry.close();
		rmSync(stateFolder, { recursive: true, force: true });
	});

	const countPublished = async () => {
		const events = await (await openEvents({ stateFolder })).read('acme', 0, 100);
		return events.filter(({ type }) => type === 'policy.changed').length;
	};

	it('are published once by several processes and after a restart, to who subscribed before they happened', async () => {
		const faults: unknown[] = [];
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder, tenant: 'acme' };
		const start = () => publishRegistry(registry, host, (fault) => void faults.push(fault));
		await registry.setPolicy(ada, { graceSeconds: 1 });
		const { subscriptions, deliveries } = await openEvents(host);
		await subscriptions.add('acme', { url: 'https://hooks.example', types: ['policy.changed'], maxAttempts: 3, secret: 'whsec_c2VjcmV0' });
		const processes = [start(), start()];
		await registry.setPolicy(ada, { graceSeconds: 2 });
		await waitUntil('the first events', async () => (await countPublished()) === 2, { seen: () => faults });
		await Promise.all(processes.map(({ stop }) => stop()));
		await registry.setPolicy(ada, { graceSeconds: 3 });
		const later = start();
		await waitUntil('the last event', async () => (await countPublished()) === 3, { seen: () => faults });
		await later.stop();
		expect(await countPublished()).toBe(3);
		expect(await deliveries.list('acme', {}, 10)).toHaveLength(2);
		expect(faults).toEqual([]);
	});
});
