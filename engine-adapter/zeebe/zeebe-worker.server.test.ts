import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { TroupeError } from '../../core/base/errors';
import { FakeZeebeGateway, GatewayRefusal } from '../../test/fakes/zeebe-gateway';
import type { Job, JobOutcome } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import type { WorkerOptions } from '../engine/workers';
import { connectZeebe } from './connect-zeebe';
import { slowTest } from '../../test/support/slow-tests';
import { until } from '../../test/support/wait-until';

const done: JobOutcome = { kind: 'complete', variables: { done: true } };

describe('a worker on Zeebe', () => {
	let gateway: FakeZeebeGateway;
	let engine: ProcessEngine;
	let problems: string[];

	beforeEach(async () => {
		// Only this test's engine: a worker of the previous test can still be finishing its job.
		const own: string[] = [];
		problems = own;
		gateway = await new FakeZeebeGateway().start();
		for (const method of ['completeJob', 'throwError', 'failJob', 'updateJobTimeout']) gateway.answer(method, () => ({}));
		engine = await connectZeebe({ address: gateway.address, onProblem: (line) => own.push(line) });
	});
	afterEach(async () => {
		await engine.close();
		gateway.stop();
	});

	const open = (handler: (job: Job, signal: AbortSignal) => Promise<JobOutcome>, options: Partial<WorkerOptions> = {}) =>
		engine.openWorker('work', { name: 'test', concurrency: 2, timeoutMs: 60_000, ...options }, handler);

	it('gives its handler the job with headers and variables, and completes it with what that returns', async () => {
		const jobs: Job[] = [];
		await open((job) => Promise.resolve(jobs.push(job)).then(() => done), { fetchVariables: ['message'] });
		gateway.offer({ key: '11', variables: '{"message":"hi","big":9007199254740993123}' });
		await until(() => gateway.listCalls('completeJob').length >= 1);
		expect(jobs).toMatchObject([
			{
				key: '11',
				type: 'work',
				instanceKey: '7',
				elementId: 'task',
				headers: {},
				variables: { message: 'hi', big: 9007199254740993123n },
				retries: 3,
			},
		]);
		expect(gateway.listCalls('completeJob')).toEqual([{ jobKey: '11', variables: '{"done":true}' }]);
		expect(gateway.listCalls('activateJobs')[0]).toMatchObject({
			type: 'work',
			worker: 'test',
			timeout: '60000',
			maxJobsToActivate: 2,
			fetchVariable: ['message'],
		});
	});

	it.each<[string, () => Promise<JobOutcome>, string, object]>([
		[
			'an error of the process',
			() => Promise.resolve({ kind: 'bpmn-error', errorCode: 'REFUSED', message: 'no', variables: { a: 1 } }),
			'throwError',
			{ errorCode: 'REFUSED', errorMessage: 'no', variables: '{"a":1}' },
		],
		[
			'a failure',
			() => Promise.resolve({ kind: 'fail', message: 'later', retries: 1, backoffMs: 500 }),
			'failJob',
			{ retries: 1, errorMessage: 'later', retryBackOff: '500' },
		],
		[
			'a throw, with one retry fewer',
			() => Promise.reject(new Error('broken')),
			'failJob',
			{ retries: 2, errorMessage: 'broken', retryBackOff: '0' },
		],
	])('delivers %s', async (_name, handler, method, request) => {
		await open(handler);
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls(method).length >= 1);
		expect(gateway.listCalls(method)).toMatchObject([{ jobKey: '11', ...request }]);
	});

	it('fails a job whose variables it cannot read', async () => {
		await open(() => Promise.resolve(done));
		gateway.offer({ key: '11', variables: '{"cut":' });
		await until(() => gateway.listCalls('failJob').length >= 1);
		expect(gateway.listCalls('failJob')).toMatchObject([{ jobKey: '11', retries: 2 }]);
	});

	it('takes no more jobs than it has hands, and the next when one is free', async () => {
		const running: Array<() => void> = [];
		await open(() => new Promise((resolve) => running.push(() => resolve(done))));
		for (const key of ['11', '12', '13', '14', '15']) gateway.offer({ key });
		await until(() => running.length >= 2);
		await sleep(50);
		expect(running).toHaveLength(2);
		running[0]!();
		await until(() => running.length >= 3);
		expect(running).toHaveLength(3);
		for (let next = 1; next < 5; next++) {
			await until(() => running.length > next);
			running[next]!();
		}
		await until(() => gateway.listCalls('completeJob').length >= 5);
	});

	it('keeps a job while its handler runs', async () => {
		const extensions = () => gateway.listCalls('updateJobTimeout');
		await open(() => until(() => extensions().length > 1).then(() => done), { timeoutMs: 90 });
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls('completeJob').length >= 1);
		expect(extensions()[0]).toMatchObject({ jobKey: '11', timeout: '90' });
		// One may still be under way, and then no more.
		for (let before = -1; before !== extensions().length; await sleep(80)) before = extensions().length;
	});

	it('says so when a timeout cannot be extended', async () => {
		gateway.answer('updateJobTimeout', () => {
			throw new GatewayRefusal(status.UNIMPLEMENTED, 'unknown method');
		});
		await open(() => until(() => problems.length > 0).then(() => done), { timeoutMs: 90 });
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls('completeJob').length >= 1);
		expect(problems[0]).toContain('The timeout of job 11 (work) could not be extended');
	});

	it('tells its handler to stop when the job is gone, and makes no fuss of the outcome', async () => {
		for (const method of ['updateJobTimeout', 'failJob', 'completeJob']) gateway.answer(method, gone);
		const told = new Promise<void>((resolve) => {
			void open(
				(_job, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => resolve(reject(new Error('stopped'))))),
				{ timeoutMs: 60 },
			);
		});
		// A separate engine: a worker of the previous test can still be finishing its job.
		gateway.offer({ key: '12' });
		await told;
		await until(() => gateway.listCalls('failJob').length >= 1);
		expect(problems.filter((problem) => problem.includes('job 12'))).toEqual([]);
	});

	it('delivers again while the cluster is overloaded or away', async () => {
		let refusals = 1;
		gateway.answer('completeJob', () => {
			if (refusals-- > 0) throw new GatewayRefusal(status.UNAVAILABLE, 'no leader');
			return {};
		});
		await open(() => Promise.resolve(done));
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls('completeJob').length >= 2);
		expect(problems).toEqual([]);
	});

	it('reports an outcome that the cluster refuses', async () => {
		gateway.answer('completeJob', () => {
			throw new GatewayRefusal(status.FAILED_PRECONDITION, 'it is in state FAILED');
		});
		await open(() => Promise.resolve(done));
		gateway.offer({ key: '11' });
		await until(() => problems.length >= 1);
		expect(problems[0]).toContain('The outcome of job 11 (work) could not be delivered');
	});

	slowTest('polls again after an outage, and says so once', async () => {
		await open(() => Promise.resolve(done));
		await until(() => gateway.listCalls('activateJobs').length >= 1);
		gateway.stop();
		await until(() => problems.length >= 1);
		await sleep(250);
		await gateway.start();
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls('completeJob').length >= 1);
		await until(() => problems.length >= 2);
		expect(problems[0]).toMatch(/^The worker for work gets no jobs and keeps trying: /);
		expect(problems[1]).toBe('The worker for work gets jobs again.');
	});

	it('waits for running jobs when it closes, and takes no new one', async () => {
		const worker = await open(() => sleep(60, done));
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls('activateJobs').length >= 2);
		await worker.close(5_000);
		expect(gateway.listCalls('completeJob')).toHaveLength(1);
		gateway.offer({ key: '12' });
		await sleep(50);
		expect(gateway.listCalls('completeJob')).toHaveLength(1);
	});

	it('aborts what outlives the grace of closing, and gives the job back with all its retries', async () => {
		const worker = await open(
			(_job, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
		);
		gateway.offer({ key: '11' });
		await until(() => gateway.listCalls('activateJobs').length >= 2);
		await worker.close(20);
		expect(gateway.listCalls('failJob')).toMatchObject([{ jobKey: '11', retries: 3 }]);
	});

	it('fails a job whose handler throws a Troupe error with its message', async () => {
		await open(() => Promise.reject(new TroupeError({ code: 'INTERNAL', message: 'the disk is full' })));
		gateway.offer({ key: '11', retries: 1 });
		await until(() => gateway.listCalls('failJob').length >= 1);
		expect(gateway.listCalls('failJob')).toMatchObject([{ retries: 0, errorMessage: 'the disk is full' }]);
	});
});

const gone = (): never => {
	throw new GatewayRefusal(status.NOT_FOUND, 'no such job was found');
};
