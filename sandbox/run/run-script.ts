import type { Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import { grantCapabilities } from '../grants/grant-capabilities';
import type { RunPermissions } from '../grants/grants';
import { describeGrants } from '../report/reported-grants';
import type { SandboxReport } from '../report/report-shape';
import { createReport } from '../report/report';
import type { ReportedRun } from '../report/reported-run';
import type { ScratchCopy } from '../scratch/scratch-copy';
import { type SandboxJob, type SandboxResult, SandboxWorker } from '../workers/sandbox-worker';
import { readMeasurement } from './measured-machine';
import { listFitting, requireLevel } from './require-level';
import type { RunNetwork } from './run-network';

export interface ScriptRun {
	job: Pick<SandboxJob, 'name' | 'source' | 'input'>;
	limits: SandboxLimits;
	least: Level;
	stateFolder: string;
	/** Undefined: no network. */
	network?: RunNetwork;
	/** Undefined: nothing is writable. */
	scratch?: ScratchCopy;
	discover?: boolean;
	/** More readable files and folders, such as our own code. Default: none. */
	readable?: string[];
	/** Default: none. */
	permissions?: RunPermissions;
	reported?: ReportedRun;
}

/**
 * Runs a JavaScript file as untrusted code at the machine's highest level, and reports it. @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything
 * of it runs
 */
export async function runScript(
	{ job, limits, least, stateFolder, network, scratch, discover, readable = [], permissions = {}, reported }: ScriptRun,
	signal?: AbortSignal,
): Promise<{ result: SandboxResult; report: SandboxReport }> {
	const { measured, measuredAt } = await readMeasurement(stateFolder, new Date());
	const level = requireLevel(listFitting(measured, permissions, least), least);
	const { files, programs, environment, refused } = await grantCapabilities(permissions, level, stateFolder);
	const parts = { files, programs, outlet: network !== undefined, scratchBytes: scratch?.limits.bytes, discover };
	const worker = await SandboxWorker.start({ level, limits, stateFolder, permissions: true, readable, ...parts });
	const { landlock, node, container } = worker;
	const startedAt = new Date();
	const result = await worker.run({ ...job, environment, outlet: network?.outlet, scratch }, signal);
	await worker.gone;
	await network?.end();
	const { results } = measured.find((one) => one.level === level)!;
	const touched = { requests: network?.traffic.reports ?? [], files: scratch?.changes ?? [] };
	const capabilities = describeGrants(permissions, { files, programs, refused });
	const run = { job, result, limits, level, required: least, measuredAt, results, landlock, node, container, startedAt, reported };
	return { result, report: createReport({ ...run, ...touched, capabilities }) };
}
