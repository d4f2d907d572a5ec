import { TroupeError } from '../../../core/base/errors';
import type { RunEnd, RunRecorder } from '../../../core/ports/runs/run-records';
import { waitUntil } from '../../../test/support/wait-until';
import { keptWrites } from './kept-writes';
import { createRecorder } from './run-recorder';
import { slowTest } from '../../../test/support/slow-tests';

const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });
const end: RunEnd = { ...{ attempt: 1, state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [] } };

describe('a recorder whose database is away for longer than runs wait', () => {
	let isAway: boolean;
	let stored: Array<[runId: string, steps?: readonly unknown[]]>;
	let warned: unknown[];
	let recorder: RunRecorder;
	beforeEach(() => {
		[isAway, stored, warned] = [true, [], []];
		jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warned.push(text));
		const store = {
			async end(runId: string, { steps }: RunEnd) {
				if (isAway) throw away;
				stored.push([runId, steps]);
			},
		} as RunRecorder;
		recorder = createRecorder(store, store, {}, 0);
	});
	afterEach(() => jest.restoreAllMocks());
	const endAll = async (ends: Record<string, Partial<RunEnd>>) => {
		isAway = true;
		for (const [runId, more] of Object.entries(ends)) await recorder.end(runId, { ...end, ...more });
	};
	const comeBack = async (count: number) => {
		expect(stored).toEqual([]);
		isAway = false;
		await waitUntil('the ends', () => stored.length === count);
		return stored.splice(0);
	};

	slowTest('names the runs, lets them go on, and records their ends in order when it answers', async () => {
		await endAll({ first: { steps: ['one'] }, second: {} });
		const said = (runId: string) =>
			`How the run ${runId} ended is not recorded, because the database is away. It is recorded when it answers`;
		expect(warned).toEqual(['first', 'second'].map((runId) => expect.stringContaining(said(runId)) as string));
		expect(await comeBack(2)).toEqual([
			['first', ['one']],
			['second', undefined],
		]);
		await endAll({ later: {} });
		expect(await comeBack(1)).toMatchObject([['later']]);
	});

	slowTest('waits for no other database, which hangs', async () => {
		const [gate, tries] = [Promise.withResolvers<void>(), { count: 0 }];
		const hanging = {
			async end() {
				if (tries.count++ === 0) throw away;
				await gate.promise;
			},
		} as unknown as RunRecorder;
		await createRecorder(hanging, hanging, {}, 0).end('hanging', end);
		await endAll({ first: {} });
		await waitUntil('a second try', () => tries.count > 1);
		expect(await comeBack(1)).toMatchObject([['first']]);
		gate.resolve();
	});

	slowTest('keeps what fits into memory, without the steps of a run at first', async () => {
		const steps = ['x'.repeat(30_000_000)];
		await endAll({ large: { steps }, short: { steps } });
		expect((await comeBack(2)).map(([runId, kept]) => [runId, kept?.length])).toEqual([
			['large', 1],
			['short', undefined],
		]);
	});

	it('says which are lost when the process ends', async () => {
		const lost = jest.fn();
		process.once('warning', lost);
		await endAll({ first: {}, second: {} });
		// As at the exit of the process, whose listeners belong to all tests of a worker.
		keptWrites.tellLost();
		expect(lost).toHaveBeenCalledWith(
			expect.objectContaining({ code: 'RUN_UNRECORDED', message: expect.stringMatching(/was not recorded.*: first, second\.$/) as string }),
		);
		await comeBack(2);
	});
});
