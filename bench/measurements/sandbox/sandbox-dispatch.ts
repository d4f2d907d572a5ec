/**
 * Runs a script 200 times in processes that are started and restricted before, and reports the median time of a run at L0+, from its call to the end of
 * its output. The lines before have those of other levels. Goal: 5 ms at L0+, 50 ms at L1.
 */
import { getErrorMessage } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import type { Level } from '../../../sandbox/levels/level';
import { defaultLimits } from '../../../sandbox/levels/limits';
import { WorkerPool } from '../../../sandbox/workers/worker-pool';
import { median, timed } from '../../timed';

const runs = Number(process.env.BENCH_RUNS ?? 200);
const waiting = 4;
const job = { name: 'job.js', source: 'console.log(6 * 7)' };

export async function run(): Promise<string> {
	const medians: Partial<Record<Level, string>> = {};
	for (const level of ['L0', 'L0+', 'L1', 'L3'] satisfies Level[]) {
		try {
			medians[level] = await measure(level);
		} catch (error) {
			console.log(`${level}: ${getErrorMessage(error)}`);
		}
	}
	return medians['L0+'] ?? 'not available';
}

async function measure(level: Level): Promise<string> {
	const pool = new WorkerPool({ level, limits: defaultLimits, permissions: true, readable: [], stateFolder: troupeHome() }, waiting);
	try {
		const times: number[] = [];
		while (times.length < runs) {
			// A run does not share the processor with the start of the next process: that is what starting before is for.
			await pool.fill();
			times.push(
				await timed(async () => {
					const { stdout } = await pool.run(job);
					if (stdout.toString() !== '42\n') throw new Error(`The script printed ${JSON.stringify(stdout.toString())}`);
				}),
			);
		}
		times.sort((one, other) => one - other);
		console.log(`${level}: p50 ${median(times).toFixed(2)} ms, p95 ${times[Math.floor(times.length * 0.95)]!.toFixed(2)} ms, ${runs} runs`);
		return median(times).toFixed(2);
	} finally {
		await pool.close();
	}
}
