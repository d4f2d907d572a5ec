import { TroupeError } from '../../core/base/errors';
import { isAtLeast, type Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import { findHighest, type LevelMeasurement } from '../probes/measure-levels';
import { createReport, type SandboxReport } from '../report/report';
import type { ReportedRun } from '../report/reported-run';
import type { ScratchCopy } from '../scratch/scratch-copy';
import { type SandboxJob, type SandboxResult, SandboxWorker } from '../workers/sandbox-worker';
import { readMeasurement } from './measured-machine';
import type { RunNetwork } from './run-network';

export interface ScriptRun {
	job: Pick<SandboxJob, 'name' | 'source' | 'input'>;
	limits: SandboxLimits;
	/** The least level; the highest one of the machine is used. */
	least: Level;
	/** Troupe's home. */
	stateFolder: string;
	/** Without it, there is no network. */
	network?: RunNetwork;
	/** Without it, nothing can be written. */
	scratch?: ScratchCopy;
	/** Notes what the code touches. */
	audit?: boolean;
	/** More files and folders that it can read, such as our own code. Default: none. */
	readable?: string[];
	/** What runs, if the script is a program of ours. */
	reported?: ReportedRun;
}

/**
 * Runs a JavaScript file as untrusted code, as far isolated as this machine can, and reports it.
 * @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything of it runs
 */
export async function runScript(
	{ job, limits, least, stateFolder, network, scratch, audit, readable = [], reported }: ScriptRun,
	signal?: AbortSignal,
): Promise<{ result: SandboxResult; report: SandboxReport }> {
	const { measured, measuredAt } = await readMeasurement(stateFolder, new Date());
	const level = requireLevel(measured, least);
	const parts = { outlet: network !== undefined, scratchBytes: scratch?.limits.bytes, audit };
	const worker = await SandboxWorker.start({ level, limits, stateFolder, permissions: true, readable, ...parts });
	const { landlock } = worker;
	const startedAt = new Date();
	const result = await worker.run({ ...job, outlet: network?.outlet, scratch }, signal);
	await worker.gone;
	const { results } = measured.find((one) => one.level === level)!;
	const touched = { requests: network?.traffic.reports ?? [], files: scratch?.changes ?? [] };
	const run = { job, result, limits, level, required: least, measuredAt, results, landlock, startedAt, reported };
	return { result, report: createReport({ ...run, ...touched }) };
}

function requireLevel(measured: readonly LevelMeasurement[], least: Level): Level {
	const level = findHighest(measured);
	if (level !== 'none' && isAtLeast(level, least)) return level;
	const { blocker, fix } = measured.find((one) => one.level === least)!;
	throw new TroupeError({
		code: 'SANDBOX_LEVEL_TOO_LOW',
		message: `This machine isolates code at level ${level}; the run demands ${least}. ${blocker ?? 'A lower level failed'}.`,
		fix: fix ?? 'Run troupe sandbox check to see what is missing.',
		details: { reached: level, required: least, blocker },
	});
}
