import { leaseRecords } from './leased-records';
import { waitUntil } from '../../../test/support/wait-until';
import { openRunStore, type StoredRuns } from '../../state/runs/run-store';

let now: number;
let runs: StoredRuns;
beforeEach(() => {
	now = 1_000_000;
	runs = openRunStore(':memory:', { tenant: 'default', clock: { now: () => now } });
});
afterEach(() => runs.close());
const state = async (runId: string) => (await runs.findRecord(runId))?.state;
const begun = { runId: 'r1', host: 'cli', withinMs: 600_000 };

it('a run without a trail is interrupted soon after its process ended, and not only when its time is over', async () => {
	await leaseRecords(runs).begin(begun);
	now += 29_000;
	expect(await state('r1')).toBe('running');
	now += 2_000;
	expect(await state('r1')).toBe('interrupted');
});

it('it is running as long as its process renews it, until it ends', async () => {
	const records = leaseRecords(runs, 30);
	const renew = jest.spyOn(runs, 'renew');
	const attempt = (await records.begin(begun)) as number;
	now += 100_000;
	expect(await state('r1')).toBe('interrupted');
	renew.mockClear();
	await waitUntil('a renewal', () => renew.mock.calls.length > 1);
	expect(await state('r1')).toBe('running');
	await records.end('r1', { attempt, state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [] });
	expect(await runs.renew('r1', attempt, 30)).toBe(false);
	expect(await state('r1')).toBe('completed');
});
