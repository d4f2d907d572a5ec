/**
 * Measures jobs per second through our Zeebe worker, divided by those through the SDK's worker, on the same real broker with the same
 * concurrency and a handler that returns immediately. Goal: 0.95 or more. They take turns, so that other load affects all alike; medians count.
 * The same worker over the REST API is shown besides.
 */
import type { Camunda8 as Camunda8Class } from '@camunda8/sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { brought, jobType, createModel, createProcessId, variables } from '../../engines/contender';
import { fromCheckout } from '../../engines/from-checkout';
import { connect, connectOverRest, startBroker } from '../../engines/zeebe';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const jobsPerTurn = Number(process.env.BENCH_JOBS ?? 1_000);
const concurrency = 32;
const timeoutMs = 60_000;
const startedAtOnce = 25;

/** Opens a worker that reports every job, and returns a function that closes it. */
type OpenWorker = (onJob: () => void) => Promise<() => Promise<unknown>>;

export async function run(): Promise<number> {
	const broker = await startBroker();
	const engine = await connect(broker.address);
	const rest = await connectOverRest(broker.restAddress);
	const { Camunda8 } = fromCheckout('@camunda8/sdk') as { Camunda8: typeof Camunda8Class };
	const sdk = new Camunda8({
		ZEEBE_GRPC_ADDRESS: `grpc://${broker.address}`,
		CAMUNDA_LOG_LEVEL: 'none',
		zeebeGrpcSettings: { ZEEBE_CLIENT_LOG_LEVEL: 'NONE' },
	}).getZeebeGrpcApiClient();
	try {
		await engine.deploy([createModel(1)]);
		const rates = await measure(engine, { troupe: troupeWorker(engine), rest: troupeWorker(rest), sdk: sdkWorker(sdk) });
		for (const [name, found] of Object.entries(rates))
			console.log(`${name.padEnd(8)} median ${median(found).toFixed(0)} jobs/s (${found.map((rate) => rate.toFixed(0)).join(', ')})`);
		return Math.round((median(rates.troupe) / median(rates.sdk)) * 1000) / 1000;
	} finally {
		await sdk.close();
		await Promise.all([engine.close(), rest.close()]);
		await broker.stop();
	}
}

async function measure<Name extends string>(engine: ProcessEngine, ways: Record<Name, OpenWorker>): Promise<Record<Name, number[]>> {
	const names = Object.keys(ways) as Name[];
	const rates = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
	// The first round warms up.
	for (let round = 0; round <= rounds; round++) {
		for (const name of round % 2 === 0 ? names : names.toReversed()) {
			const rate = await measureRate(engine, ways[name]);
			if (round > 0) rates[name].push(rate);
		}
	}
	return rates;
}

/** Returns the jobs per second of a worker, from its first job to its last, when all jobs are already waiting. */
async function measureRate(engine: ProcessEngine, openWorker: OpenWorker): Promise<number> {
	for (let started = 0; started < jobsPerTurn; started += startedAtOnce) {
		await Promise.all(Array.from({ length: startedAtOnce }, () => engine.start({ processId: createProcessId(1), variables })));
	}
	// The broker finishes the work of the starts.
	await sleep(500);
	const done = Promise.withResolvers<number>();
	let jobs = 0;
	const start = performance.now();
	const close = await openWorker(() => {
		if (++jobs === jobsPerTurn) done.resolve(performance.now());
	});
	const seconds = ((await done.promise) - start) / 1000;
	await close();
	return jobsPerTurn / seconds;
}

const troupeWorker =
	(engine: ProcessEngine): OpenWorker =>
	async (onJob) => {
		const worker = await engine.openWorker(jobType, { name: 'troupe', concurrency, timeoutMs }, async () => {
			onJob();
			return { kind: 'complete', variables: brought };
		});
		return () => worker.close();
	};

const sdkWorker =
	(client: ReturnType<Camunda8Class['getZeebeGrpcApiClient']>): OpenWorker =>
	async (onJob) => {
		const worker = client.createWorker({
			taskType: jobType,
			maxJobsToActivate: concurrency,
			timeout: timeoutMs,
			taskHandler: async (job) => {
				onJob();
				return job.complete({ checked: true });
			},
		});
		return () => worker.close();
	};

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
