import type { Job, JobHandler } from './engine/jobs';
import type { ProcessEngine } from './engine/process-engine';
import type { WorkerOptions } from './engine/workers';
import { WorkerMetrics } from './worker-metrics';

const job = { key: '1' } as Job;
const never = new AbortController().signal;

function opened() {
	const metrics = new WorkerMetrics(() => 5_000);
	let given: { options: WorkerOptions; handler: JobHandler } | undefined;
	const engine = metrics.countOn({
		openWorker: (_type: string, options: WorkerOptions, handler: JobHandler) => Promise.resolve(void (given = { options, handler })),
	} as unknown as ProcessEngine);
	const open = async (handler: JobHandler) => {
		await engine.openWorker('t', { name: 'n', concurrency: 1, timeoutMs: 1 }, handler);
		return given!;
	};
	return { metrics, open };
}

test('counts jobs in work, and what became of each', async () => {
	const { metrics, open } = opened();
	const ending = Promise.withResolvers<void>();
	const { handler, options } = await open(async () => {
		await ending.promise;
		return { kind: 'complete', variables: {} };
	});
	const running = handler(job, never);
	expect(metrics.types.get('t')).toMatchObject({ activated: 1, running: 1 });
	ending.resolve();
	await running;
	for (const became of ['complete', 'superseded', 'superseded', 'bpmn-error'] as const) options.onDelivered?.(became);
	expect(metrics.types.get('t')).toMatchObject({
		activated: 1,
		running: 0,
		delivered: { complete: 1, superseded: 2, 'bpmn-error': 1, fail: 0 },
	});
	expect(metrics.lastErrorAt).toBeUndefined();
});

test('counts failed jobs by the code of the fault', async () => {
	const { metrics, open } = opened();
	const codes = ['MODEL_UNAVAILABLE', undefined, 'MODEL_UNAVAILABLE'];
	const { handler } = await open(() => Promise.resolve({ kind: 'fail', message: 'no', retries: 1, code: codes.pop() }));
	for (let jobs = 0; jobs < 3; jobs++) await handler(job, never);
	expect(Object.fromEntries(metrics.types.get('t')!.failures)).toEqual({ MODEL_UNAVAILABLE: 2, unknown: 1 });
});

test('a handler that throws is in work no more', async () => {
	const { metrics, open } = opened();
	const { handler } = await open(() => Promise.reject(new Error('broken')));
	await expect(handler(job, never)).rejects.toThrow('broken');
	expect(metrics.types.get('t')).toMatchObject({ running: 0 });
});

test('knows when the last error was, and when the cluster gives no answers', async () => {
	const { metrics, open } = opened();
	const { options } = await open(() => Promise.reject(new Error('unused')));
	for (let polls = 0; polls < 3; polls++) options.onTrouble?.(new Error('away'));
	expect([metrics.clusterState, metrics.lastErrorAt]).toEqual(['unreachable', 5_000]);
	options.onAnswer?.();
	expect(metrics.clusterState).toBe('open');
	metrics.onBackPressure();
	expect(metrics.backPressured).toBe(1);
});
