import { setImmediate } from 'node:timers/promises';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import { startWorkRunner, type WorkRunner } from '../../../core/work/work-runner';
import { openStateDatabase, type StateDatabase } from '../../database/state-database';
import { waitUntil } from '../../../test/support/wait-until';
import { createWorkQueue } from './work-queue';
import { addWork } from './work-rows';
import { workSchema } from './work-schema';
import { tellWork } from './work-watch';

/** Time passes for listeners when the test says so, as fast as it can for them. */
class SteppedWakeUps implements WakeUps {
	readonly #listeners = new Set<{ topic: string; look: () => void; everyMs: number; passedMs: number }>();

	wake(topic: string) {
		for (const listener of this.#listeners) if (listener.topic === topic) listener.look();
	}

	listen(topic: string, look: () => void, everyMs: number) {
		// A look comes up to a fifth of its time earlier.
		const listener = { topic, look, everyMs: everyMs * 0.8, passedMs: 0 };
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	passSecond() {
		for (const listener of this.#listeners) {
			for (listener.passedMs += 1_000; listener.passedMs >= listener.everyMs; listener.passedMs -= listener.everyMs) listener.look();
		}
	}
}

const kinds = ['letter', 'parcel', 'telegram', 'card'];
let database: StateDatabase;
let transactions: number;
let wakeUps: SteppedWakeUps;
let runners: WorkRunner[];
let done: string[];
beforeEach(() => {
	[transactions, wakeUps, done] = [0, new SteppedWakeUps(), []];
	database = openStateDatabase(':memory:', workSchema);
	// As subjects do: each has a database object of its own on the same place.
	const counted = (): StateDatabase => ({
		...database,
		place: 'the same',
		read: (...all) => (transactions++, database.read(...all)),
		change: (...all) => (transactions++, database.change(...all)),
	});
	runners = kinds.map((kind) =>
		startWorkRunner({
			queue: createWorkQueue({ database: counted(), kind, wakeUps, now: () => Date.now(), begin: async (_connection, { key }) => key }),
			perform: async (key, work) => {
				done.push(key);
				await database.change(work.tenant, (connection) => connection.run('DELETE FROM work WHERE key = ?', key));
			},
			onFault: (fault) => done.push(String(fault)),
		}),
	);
});
afterEach(async () => {
	await Promise.all(runners.map((runner) => runner.close(0)));
	await database.close();
});

const add = (kind: string, key: string, tenant = 'acme') =>
	database.change(tenant, (connection) => addWork(connection, { tenant, kind, key, dueAt: Date.now() }));
/** Lets everything end that was begun. */
const settle = async () => {
	for (let turn = 0; turn < 50; turn++) await setImmediate();
};

it('asks the store at most once a second for all kinds together while nothing is due', async () => {
	await settle();
	transactions = 0;
	for (let second = 0; second < 60; second++) {
		wakeUps.passSecond();
		await settle();
	}
	expect(transactions).toBeGreaterThan(0);
	expect(transactions).toBeLessThanOrEqual(60);
});

it('finds work of each kind and tenant that nobody told of', async () => {
	await settle();
	await add('parcel', 'one', 'zeta');
	await add('card', 'two');
	wakeUps.passSecond();
	await waitUntil('the works', () => done.length === 2);
	expect(done.sort()).toEqual(['one', 'two']);
});

it('does work at once that it is told of', async () => {
	await settle();
	await add('letter', 'told');
	tellWork(wakeUps, 'letter');
	await waitUntil('the work', () => done.length === 1);
	expect(done).toEqual(['told']);
});
