import { setTimeout as sleep } from 'node:timers/promises';
import { chain, endEvent, serviceTask, startEvent } from '../../../test/contract/model-builder';
import type { Job, JobOutcome } from '../../engine/jobs';
import type { EmbeddedEngine } from '../embedded-engine';
import { engineWith } from '../../../test/support/engine/test-engine';
import { slowTest } from '../../../test/support/slow-tests';

let engine: EmbeddedEngine;
beforeEach(async () => {
	engine = await engineWith([startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]);
});
afterEach(() => engine.close());

const options = { name: 'test', concurrency: 2, timeoutMs: 30 };
const done: JobOutcome = { kind: 'complete', variables: {} };
const untilTold = (_job: Job, signal: AbortSignal): Promise<JobOutcome> =>
	new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('told to stop'))));

slowTest('a job whose handler outlives its timeout several times is handled once', async () => {
	let handled = 0;
	await engine.openWorker('work', { ...options, timeoutMs: 2_000 }, async () => {
		handled += 1;
		await sleep(5_000);
		return done;
	});
	await engine.startAndAwait({ processId: 'p' }, 60_000);
	expect(handled).toBe(1);
});

test('the handler of a cancelled instance is told to stop', async () => {
	const [begun, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	await engine.openWorker('work', options, (job, signal) => {
		begun.resolve();
		return untilTold(job, signal).finally(told.resolve);
	});
	const { instanceKey } = await engine.start({ processId: 'p' });
	await begun.promise;
	await engine.cancel(instanceKey);
	await told.promise;
});

test('a worker that closes hands its unfinished job to another with all its retries', async () => {
	const begun = Promise.withResolvers<void>();
	const first = await engine.openWorker('work', { ...options, timeoutMs: 60_000 }, (job, signal) => {
		begun.resolve();
		return untilTold(job, signal);
	});
	const awaited = engine.startAndAwait({ processId: 'p' }, 60_000);
	await begun.promise;
	await first.close(0);
	const retries: number[] = [];
	await engine.openWorker('work', options, async (job) => {
		retries.push(job.retries);
		return done;
	});
	await awaited;
	expect(retries).toEqual([3]);
});
