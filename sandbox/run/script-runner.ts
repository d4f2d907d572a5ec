import type { LevelCheck, ScriptRunner } from '../../core/ports/tools/tools';

const maxErrorCharacters = 2_000;

/** Runs a definition's scripts: a fresh sandbox process for each call, without network, with an empty writable folder. */
export const createScriptRunner =
	(stateFolder: string): ScriptRunner =>
	async ({ name, source, input, level, memoryMb, timeMs }, signal) => {
		const [{ runScript }, { defaultLimits }, { ScratchCopy }, { defaultScratchLimits }] = await Promise.all([
			import('./run-script'),
			import('../levels/limits'),
			import('../scratch/scratch-copy'),
			import('../scratch/scratch-folder'),
		]);
		const limits = { ...defaultLimits, timeMs, ...(memoryMb !== undefined && { memoryMb }) };
		const scratch = new ScratchCopy(defaultScratchLimits);
		const { result } = await runScript({ job: { name, source, input }, limits, least: level, stateFolder, scratch }, signal);
		signal.throwIfAborted();
		if (result.outcome === 'completed') return { kind: 'ok', text: result.stdout.toString() };
		const ending = result.limit === undefined ? `exit code ${result.exitCode}` : `its limit of ${result.limit}`;
		return { kind: 'error', text: `The script ended with ${ending}`, said: result.stderr.toString().slice(0, maxErrorCharacters) };
	};

/** Refuses a level that this machine does not reach. The first call on a machine measures it. */
export const createLevelCheck =
	(stateFolder: string): LevelCheck =>
	async (least) => {
		const [{ readMeasurement }, { requireLevel }] = await Promise.all([import('./measured-machine'), import('./require-level')]);
		requireLevel((await readMeasurement(stateFolder, new Date())).measured, least);
	};
