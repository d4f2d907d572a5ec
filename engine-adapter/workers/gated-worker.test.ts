import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import { testManifest } from '../../test/fakes/permissive-gate';
import type { Job, JobOutcome } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import type { WorkerOptions } from '../engine/workers';
import { admittedJob, openGatedWorker } from './gated-worker';
import { slowTest } from '../../test/support/slow-tests';

const revoked = new TroupeError({ code: 'MANIFEST_REVOKED', message: 'n8n-nodes-troupe 1.2.3 was revoked', fix: 'Install another.' });
const options: WorkerOptions = { name: 'test', concurrency: 1, timeoutMs: 1_000 };
const job = { key: '1', type: 'troupe:agent', retries: 3 } as Job;
const never = new AbortController().signal;

/** A gate that can be shut while something runs. */
function gateToShut() {
	const shut = new AbortController();
	let isShut = false;
	const gate: Gate = {
		admit: async () => {
			if (isShut) throw revoked;
			return testManifest;
		},
		watch: () => ({ signal: shut.signal, close: () => undefined }),
	};
	const close = () => {
		isShut = true;
		shut.abort(revoked);
	};
	return { gate, shut: close, open: () => (isShut = false) };
}

describe('a job that runs when its package is revoked', () => {
	it('is told to stop, and fails for good with the reason', async () => {
		const { gate, shut } = gateToShut();
		const outcome = admittedJob({ gate }, 'troupe:agent', job, never, async ({ signal }) => {
			shut();
			if (!signal.aborted) await once(signal, 'abort');
			throw new Error('stopped');
		});
		expect(await outcome).toMatchObject({
			kind: 'fail',
			retries: 0,
			message: expect.stringMatching(/^MANIFEST_REVOKED: .*revoked/) as string,
		});
	});

	slowTest('ends although it heeds no signal, and completes nothing when it comes to an end after all', async () => {
		const { gate, shut } = gateToShut();
		const deaf = Promise.withResolvers<JobOutcome>();
		const outcome = admittedJob({ gate }, 'troupe:agent', job, never, () => {
			shut();
			return deaf.promise;
		});
		expect(await outcome).toMatchObject({ kind: 'fail', retries: 0 });
		deaf.resolve({ kind: 'complete', variables: {} });
		const late = gateToShut();
		const finished = admittedJob(late, 'troupe:agent', job, never, async () => {
			late.shut();
			return { kind: 'complete', variables: {} };
		});
		expect(await finished).toMatchObject({ kind: 'fail', retries: 0 });
	});

	it('goes back with all its retries when it had not begun', async () => {
		const { gate, shut } = gateToShut();
		shut();
		const outcome = await admittedJob({ gate }, 'troupe:agent', job, never, () => Promise.reject(new Error('not to be called')));
		expect(outcome).toMatchObject({ kind: 'fail', retries: 3, message: expect.stringContaining('MANIFEST_REVOKED') as string });
	});
});

slowTest('a worker takes no jobs while it is refused, and begins again when it may', async () => {
	const { gate, shut, open } = gateToShut();
	const told: unknown[] = [];
	let opened = 0;
	const closed = Promise.withResolvers<void>();
	const again = Promise.withResolvers<void>();
	const engine = {
		openWorker: async (type: string) => {
			if (++opened === 2) again.resolve();
			return { type, close: async () => closed.resolve() };
		},
	} as unknown as ProcessEngine;
	const worker = await openGatedWorker(
		engine,
		gate,
		'troupe:agent',
		{ ...options, onGate: (type, refusal) => told.push([type, refusal]) },
		() => Promise.reject(new Error('No job was given to this worker.')),
	);
	shut();
	await closed.promise;
	expect([opened, told]).toEqual([1, [['troupe:agent', revoked]]]);
	open();
	await again.promise;
	await worker.close(0);
	await sleep(1);
	expect([opened, told.at(-1)]).toEqual([2, ['troupe:agent', undefined]]);
});

it('a worker that is refused at the beginning is not opened', async () => {
	const { gate, shut } = gateToShut();
	shut();
	await expect(
		openGatedWorker({} as ProcessEngine, gate, 'troupe:agent', options, () => Promise.reject(new Error('no job was sent'))),
	).rejects.toBe(revoked);
});
