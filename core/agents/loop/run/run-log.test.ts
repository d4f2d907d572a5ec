import { TroupeError } from '../../../base/errors';
import type { RunStore } from '../../../ports/runs/runs';
import { createMemoryRunStore } from '../../memory-run-store';
import type { TrailEntry } from '../trail/trail-entry';
import { openRunLog } from './run-log';
import { waitUntil } from '../../../../test/support/wait-until';
import { slowTest } from '../../../../test/support/slow-tests';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });
const entry = { kind: 'decision' } as TrailEntry;

/** Its answers get lost for this time; what it was asked to store can be there. */
function storeThatIsAway(milliseconds: number): RunStore {
	const store = createMemoryRunStore();
	const backAt = performance.now() + milliseconds;
	return {
		...store,
		async append(...what) {
			await store.append(...what);
			if (performance.now() < backAt) throw away;
		},
	};
}

test('waits for a database that restarts, and stores each entry once', async () => {
	const store = storeThatIsAway(20_000);
	const log = await openRunLog(store, 'r', 'c');
	log.add(entry);
	const first = log.secure(true);
	await jest.advanceTimersByTimeAsync(21_000);
	await first;
	log.add({ ...entry, callId: 'second' } as TrailEntry);
	await log.close();
	expect(log.leaseLost.aborted).toBe(false);
	expect(await store.open('r', 'another', 1)).toEqual([entry, { ...entry, callId: 'second' }]);
});

slowTest('fails when the database is away for longer than the lease', async () => {
	jest.useRealTimers();
	const log = await openRunLog(storeThatIsAway(3_600_000), 'r', 'c', undefined, 600);
	await waitUntil('the loss of the lease', () => log.leaseLost.aborted);
	expect(log.leaseLost.reason).toBe(away);
	log.add(entry);
	await expect(log.secure(true)).rejects.toBe(away);
	await expect(log.close()).rejects.toBe(away);
});
