import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGate } from '../../../test/fakes/permissive-gate';
import { cancelRun } from '../runs/cancel-run';
import { openRuns } from '../state/host-runs';
import { listSwitches } from '../state/host-switches';
import { openNodeRecord } from './record-node';

let stateFolder: string;
beforeEach(() => (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-records-'))));
afterEach(() => rmSync(stateFolder, { recursive: true }));

const open = () => openNodeRecord('job 7', { type: 'n8n-nodes-base.slack', timeoutMs: 60_000 }, { stateFolder });
const find = async () => (await (await openRuns({ stateFolder }, stateFolder)).list(10))[0]!;
const cancel = async () => {
	const host = { gate: openGate(), stateFolder, agentFolders: [], providers: {} };
	return cancelRun((await find()).runId, host, { reason: 'wrong lead', changedBy: 'ana' }, new AbortController().signal);
};

it('keeps how long a node worked when its answer comes while nobody works on it', async () => {
	const record = await open();
	await record.during(async () => {
		await sleep(5);
		return { kind: 'waits', until: Infinity };
	});
	const { durationMs } = await find();
	await record.end({ kind: 'returned', outputs: [] });
	expect(durationMs).toBeGreaterThan(0);
	expect(await find()).toMatchObject({ state: 'completed', outcome: 'done', durationMs });
});

it('does not begin a node that was cancelled while it waited', async () => {
	const record = await open();
	await record.during(async () => ({ kind: 'waits', until: Infinity }));
	expect(await cancel()).toMatchObject({ is: 'cancelled', run: { reason: 'operator' } });
	const work = jest.fn();
	await expect(record.during(work)).rejects.toMatchObject({ code: 'RUN_STOPPED', retryable: false });
	expect([work.mock.calls.length, await record.isCancelled(), await listSwitches({ stateFolder })]).toEqual([0, true, []]);
});

it('refuses to cancel a node that works, and leaves no stop', async () => {
	const record = await open();
	await record.during(async () => {
		await expect(cancel()).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
			message: expect.stringContaining('n8n-nodes-base.slack') as string,
		});
		return { kind: 'returned', outputs: [] };
	});
	expect([(await find()).state, await listSwitches({ stateFolder })]).toEqual(['completed', []]);
});
