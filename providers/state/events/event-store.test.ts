import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../../../core/ports/events/event-store';
import { describeEventStore, disconnected, testSeal } from './event-store.contract';
import { openEventStore } from './open-event-store';

let folder: string;
let store: EventStore;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-events-'));
	store = openEventStore(join(folder, 'events.db'), { seal: testSeal });
});
afterEach(async () => {
	await store.close();
	rmSync(folder, { recursive: true });
});

describeEventStore(() => store);

it('stores no secret as it is', async () => {
	await store.subscriptions.add('acme', { url: 'https://hooks.example', types: [], maxAttempts: 3, secret: 'whsec_plain' });
	const stored = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
	expect(stored.join()).not.toContain('whsec_plain');
});

it('wakes the worker of another process that does not tell', async () => {
	const other = openEventStore(join(folder, 'events.db'), { seal: testSeal, pollMs: 5 });
	const woken = Promise.withResolvers<void>();
	await store.subscriptions.add('acme', { url: 'https://hooks.example', types: [], maxAttempts: 3, secret: 'whsec_plain' });
	const end = other.deliveries.queue.watch(woken.resolve);
	await store.append('acme', [disconnected('one')]);
	await woken.promise;
	end();
	await other.close();
});
