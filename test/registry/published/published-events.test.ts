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

	const flagsPublished = async () => {
		const events = await (await openEvents({ stateFolder })).read('acme', 0, 100);
		return events.filter(({ type }) => type === 'flag.changed').map(({ data }) => (data as { about: { flag: string } }).about.flag);
	};

	it('are published once by several processes and after a restart, to who subscribed before they happened', async () => {
		const faults: unknown[] = [];
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder, tenant: 'acme' };
		const start = () => publishRegistry(registry, host, (fault) => void faults.push(fault));
		await registry.setFlag(ada, { name: 'before', on: true });
		const { subscriptions, deliveries } = await openEvents(host);
		await subscriptions.add('acme', { url: 'https://hooks.example', types: ['flag.changed'], maxAttempts: 3, secret: 'whsec_c2VjcmV0' });
		const processes = [start(), start()];
		await registry.setFlag(ada, { name: 'one', on: true });
		await waitUntil('the first flags', async () => (await flagsPublished()).includes('one'), { seen: () => faults });
		await Promise.all(processes.map(({ stop }) => stop()));
		await registry.setFlag(ada, { name: 'two', on: true });
		const later = start();
		await waitUntil('the last flag', async () => (await flagsPublished()).includes('two'), { seen: () => faults });
		await later.stop();
		expect(await flagsPublished()).toEqual(['before', 'one', 'two']);
		expect(await deliveries.list('acme', {}, 10)).toHaveLength(2);
		expect(faults).toEqual([]);
	});
});
