/**
 * Measures the cost of 100,000 instances that wait for messages in the embedded engine, with its state synced to disk: the start time of an
 * engine on that state (goal: under 3 s), the 99th percentile from publishing a message until its correlation is on disk (goal: 20 ms), and
 * the resident memory with all instances waiting, in the process that started them or in the one that continued, whichever is larger. The
 * memory is the value, in megabytes (goal: at most 400).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chain, endEvent, messageCatch, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { jobType, variables } from '../../engines/contender';

/** Variables of the measured processes: their task, and the state file. */
const taskMark = 'TROUPE_BENCH_TASK';
const fileMark = 'TROUPE_BENCH_STATE';
const instances = Number(process.env.BENCH_INSTANCES ?? 100_000);
const correlations = Number(process.env.BENCH_CORRELATIONS ?? 2_000);
const startedAtOnce = 500;

/** Waits in the middle, as an order waits for its payment. */
const model = processModel('waiting', [
	startEvent(),
	messageCatch('paid', 'payment', '=orderId'),
	serviceTask('ship', { type: jobType }),
	endEvent(),
	...chain('start', 'paid', 'ship', 'end'),
]);

const tasks = { fill, correlate };

interface Filled {
	seconds: number;
	megabytes: number;
}
interface Correlated {
	startSeconds: number;
	p50Ms: number;
	p99Ms: number;
	megabytes: number;
}

/** Megabytes. */
export async function run(): Promise<number> {
	// On the checkout's disk: a folder for temporary files may be in memory.
	mkdirSync('build', { recursive: true });
	const folder = mkdtempSync(join('build', 'bench-waiting-'));
	try {
		const file = join(folder, 'state.db');
		const filled = await inProcess<Filled>('fill', file);
		console.log(`${instances} instances started in ${filled.seconds.toFixed(1)} s, in ${filled.megabytes} MB`);
		const { startSeconds, p50Ms, p99Ms, megabytes } = await inProcess<Correlated>('correlate', file);
		console.log(`start with all of them waiting: ${startSeconds.toFixed(2)} s (goal: under 3)`);
		console.log(`${correlations} messages: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms (goal: 20), in ${megabytes} MB`);
		return Math.max(filled.megabytes, megabytes);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Runs the task in a separate process, so that its memory contains nothing else. */
async function inProcess<Result>(task: keyof typeof tasks, file: string): Promise<Result> {
	const env = { ...process.env, [taskMark]: task, [fileMark]: file };
	const child = spawn(process.execPath, [__filename], { env, stdio: ['ignore', 'pipe', 'inherit'] });
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	const [code] = (await once(child, 'close')) as [number];
	if (code !== 0) throw new Error(`The process for "${task}" exited with code ${code}.`);
	return JSON.parse(Buffer.concat(chunks).toString()) as Result;
}

async function fill(file: string): Promise<Filled> {
	const start = performance.now();
	const engine = await openEmbeddedEngine({ file });
	await engine.deploy([model]);
	for (let first = 0; first < instances; first += startedAtOnce) {
		const orders = Array.from({ length: Math.min(startedAtOnce, instances - first) }, (_, index) => orderId(first + index));
		await Promise.all(orders.map((order) => engine.start({ processId: 'waiting', variables: { ...variables, orderId: order } })));
	}
	const filled = { seconds: (performance.now() - start) / 1000, megabytes: residentMegabytes() };
	await engine.close();
	return filled;
}

async function correlate(file: string): Promise<Correlated> {
	const start = performance.now();
	const engine = await openEmbeddedEngine({ file });
	const startSeconds = (performance.now() - start) / 1000;
	let reached = 0;
	await engine.openWorker(jobType, { name: 'bench', concurrency: 10, timeoutMs: 60_000 }, async () => {
		reached++;
		return { kind: 'complete', variables: {} };
	});
	const times: number[] = [];
	// Spread over the state, so that no message finds the data of another in memory.
	for (let index = 0; index < correlations; index++) {
		const order = orderId(Math.floor(((index * golden) % 1) * instances));
		const publishedAt = performance.now();
		await engine.publishMessage({ name: 'payment', correlationKey: order });
		times.push(performance.now() - publishedAt);
	}
	const megabytes = residentMegabytes();
	await engine.close();
	if (reached < correlations) throw new Error(`${correlations} messages reached ${reached} instances.`);
	times.sort((a, b) => a - b);
	return { startSeconds, p50Ms: times[Math.floor(correlations / 2)]!, p99Ms: times[Math.floor(correlations * 0.99)]!, megabytes };
}

const orderId = (index: number): string => `AU-${index}`;

/** Its multiples, modulo 1, stay apart from each other. */
const golden = (Math.sqrt(5) - 1) / 2;

const residentMegabytes = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20);

const task = process.env[taskMark] as keyof typeof tasks | undefined;
if (task) void tasks[task](process.env[fileMark]!).then((result) => process.stdout.write(JSON.stringify(result)));
