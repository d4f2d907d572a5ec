import { setTimeout as sleep } from 'node:timers/promises';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import type { Job, JobOutcome } from '../../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { CuttableProxy } from '../../support/servers/cuttable-proxy';
import { describeWithBroker } from '../broker/real-engine';
import { until, within } from '../../support/wait-until';

const done: JobOutcome = { kind: 'complete', variables: {} };

describeWithBroker('workers on Zeebe 8.6.0', ({ address, restAddress }) => {
	let engine: ProcessEngine;
	let problems: string[];

	beforeEach(async () => {
		problems = [];
		engine = await connectZeebe({ address, restAddress, onProblem: (line) => problems.push(line) });
	});
	afterEach(() => engine.close());

	const deploy = (id: string) =>
		engine.deploy([processModel(id, [startEvent(), serviceTask('work', { type: id }), endEvent(), ...chain('start', 'work', 'end')])]);
	const options = { name: 'test', concurrency: 5, timeoutMs: 60_000 };

	test('two hundred jobs are each handled once, never more than five at a time', async () => {
		await deploy('many');
		const handled: string[] = [];
		let running = 0;
		let most = 0;
		await engine.openWorker('many', options, async (job) => {
			most = Math.max(most, ++running);
			await sleep(5);
			running -= 1;
			handled.push(job.key);
			return done;
		});
		const starters = Array.from({ length: 10 }, async () => {
			for (let i = 0; i < 20; i++) await engine.start({ processId: 'many' });
		});
		await Promise.all(starters);
		await until(() => handled.length >= 200, { forMs: 100_000, seen: () => handled.length });
		await sleep(200);
		expect(new Set(handled).size).toBe(200);
		expect(handled).toHaveLength(200);
		expect(most).toBeLessThanOrEqual(5);
	});

	test('a job whose handler outlives its timeout is handled once', async () => {
		await deploy('slow');
		let handled = 0;
		await engine.openWorker('slow', { ...options, timeoutMs: 4_000 }, async () => {
			handled += 1;
			await sleep(10_000);
			return done;
		});
		await engine.startAndAwait({ processId: 'slow' }, 45_000);
		expect(handled).toBe(1);
		expect(problems).toEqual([]);
	});

	test('the handler of a cancelled instance is told to stop', async () => {
		await deploy('stopped');
		const begun = Promise.withResolvers<void>();
		const told = new Promise<void>((resolve) => {
			void engine.openWorker(
				'stopped',
				{ ...options, timeoutMs: 600 },
				(_job, signal) =>
					new Promise((_, reject) => {
						begun.resolve();
						signal.addEventListener('abort', () => resolve(reject(new Error('stopped'))));
					}),
			);
		});
		const { instanceKey } = await engine.start({ processId: 'stopped' });
		await within('the job', begun.promise);
		await engine.cancel(instanceKey);
		await within('the word to stop', told);
		expect(problems).toEqual([]);
	});

	test('a worker that closes hands its unfinished job to another at once', async () => {
		await deploy('handover');
		const begun = Promise.withResolvers<void>();
		const first = await engine.openWorker(
			'handover',
			options,
			(_job, signal) =>
				new Promise((_, reject) => {
					begun.resolve();
					signal.addEventListener('abort', () => reject(new Error('closing')));
				}),
		);
		const awaited = engine.startAndAwait({ processId: 'handover' }, 45_000);
		await within('the job', begun.promise);
		await first.close(0);
		const jobs: Job[] = [];
		await engine.openWorker('handover', options, (job) => Promise.resolve(jobs.push(job)).then(() => done));
		await awaited;
		expect(jobs).toMatchObject([{ retries: 3 }]);
	});

	test('a worker goes on after its connection was cut, and says so once', async () => {
		await deploy('cut');
		const proxy = new CuttableProxy(address);
		await proxy.open();
		const behindProxy = await connectZeebe({ address: proxy.address, onProblem: (line) => problems.push(line) });
		await behindProxy.openWorker('cut', options, () => Promise.resolve(done));
		await engine.startAndAwait({ processId: 'cut' }, 45_000);
		await proxy.cut();
		await until(() => problems.length >= 1);
		const awaited = engine.startAndAwait({ processId: 'cut' }, 45_000);
		await sleep(1_000);
		await proxy.open();
		await awaited;
		await until(() => problems.length >= 2);
		expect(problems[1]).toBe('The worker for cut gets jobs again.');
		await behindProxy.close();
		await proxy.cut();
	});

	test('integers beyond 2^53 pass through the engine unchanged', async () => {
		await deploy('big');
		const seen: unknown[] = [];
		await engine.openWorker('big', options, (job) =>
			Promise.resolve(seen.push(job.variables.big)).then(() => ({ kind: 'complete', variables: { more: 9007199254740995n } })),
		);
		const { variables } = await engine.startAndAwait({ processId: 'big', variables: { big: 9007199254740993n } }, 45_000);
		expect(seen).toEqual([9007199254740993n]);
		expect(variables).toEqual({ big: 9007199254740993n, more: 9007199254740995n });
	});
});
