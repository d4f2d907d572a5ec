/**
 * Suspends 200 runs and resumes all of them from three machines at the same time, each with its own home and one PostgreSQL, while their
 * processes are killed. Counts the effects that happened twice and those that were lost. Goal: 0.
 */
import { spawn } from 'node:child_process';
import { resumeUnderKills } from '../../../test/support/machines/resume-under-kills';
import { type MachineTask, runMachine } from '../../../test/support/machines/run-machine';
import { createCluster } from '../../../test/support/servers/postgres-cluster';

const runs = Number(process.env.BENCH_RUNS ?? 200);
const kills = Number(process.env.BENCH_KILLS ?? 30);
const minute = 60_000;

/** Set in the processes that stand for machines. */
const taskVariable = 'TROUPE_BENCH_MACHINE';
const task = process.env[taskVariable];
if (task !== undefined) void runMachine(JSON.parse(task) as MachineTask);

export async function run(): Promise<number> {
	const cluster = await createCluster();
	try {
		const result = await resumeUnderKills({
			runs,
			kills,
			database: await cluster.createDatabase(),
			clockOffsetMs: (machine) => (machine - 1) * 10 * minute,
			spawnMachine: (work) =>
				spawn(process.execPath, ['--no-warnings', __filename], {
					env: { ...process.env, [taskVariable]: JSON.stringify(work) },
					stdio: ['ignore', 'pipe', 'inherit'],
				}),
		});
		const { twice, lost, unknown } = result;
		console.log(`${runs} runs, 3 machines whose clocks differ by 20 minutes, ${result.kills} kills`);
		console.log(`effects twice ${twice.length}, lost ${lost.length}; calls that a kill interrupted, not made again: ${unknown}`);
		return twice.length + lost.length;
	} finally {
		await cluster.remove();
	}
}
