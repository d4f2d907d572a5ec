import type { EventStore } from '../../core/ports/events/event-store';
import { describeEventStore, testSeal } from '../../providers/state/events/event-store.contract';
import { openEventStore } from '../../providers/state/events/open-event-store';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the events', (openDatabases) => {
	let databases: Databases;
	let store: EventStore;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		store = openEventStore(await databases.create(), { seal: testSeal });
	});
	afterEach(() => store.close());
	afterAll(() => databases.remove());
	describeEventStore(() => store);

	test('have one clock on all machines, whatever their own says', async () => {
		const behind = openEventStore(await databases.create(), { clock: { now: () => 5 }, seal: testSeal });
		const time = await behind.time();
		await behind.close();
		expect(time === 5).toBe(databases.name === 'SQLite');
	});
});
