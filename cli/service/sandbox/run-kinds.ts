import type { Level } from '../../../sandbox/levels/level';
import { defaultLimits, leastMemoryMb } from '../../../sandbox/levels/limits';
import type { SandboxReport } from '../../../sandbox/report/report';
import type { SandboxResult } from '../../../sandbox/workers/sandbox-worker';

/** What every run says about itself, besides what its kind needs. */
export interface RunRequest {
	kind: RunKind;
	/** The least level. */
	level?: Level;
	memoryMb?: number;
	timeMs?: number;
	/** The text of a script, its name, and its standard input. */
	source?: string;
	name?: string;
	input?: string;
}

interface Circumstances {
	least: Level;
	/** Troupe's home. */
	stateFolder: string;
	signal: AbortSignal;
}

export interface EndedRun {
	result: SandboxResult;
	report: SandboxReport;
}

interface Kind {
	/** JSON Schemas of its own fields. */
	fields: Record<string, object>;
	required: string[];
	/** @throws TroupeError SANDBOX_LEVEL_TOO_LOW before anything of it runs */
	run(request: RunRequest, circumstances: Circumstances): Promise<EndedRun>;
}

/** What the service lets a run of a caller use. A command has no such bounds: there the caller's own machine works. */
export const runBounds = { sourceBytes: 2_000_000, inputBytes: 1_000_000, memoryMb: 1_024, timeMs: 60_000, outputBytes: 256_000 };

export type RunKind = keyof typeof runKinds;

/** What the service can run in the sandbox. A further kind is a further entry. */
export const runKinds = {
	script: {
		fields: {
			source: { type: 'string', minLength: 1, maxLength: runBounds.sourceBytes },
			name: { type: 'string', pattern: '^[\\w.-]{1,100}\\.[cm]?js$' },
			input: { type: 'string', maxLength: runBounds.inputBytes },
		},
		required: ['source'],
		async run({ source = '', name = 'script.js', input, memoryMb, timeMs }, { least, stateFolder, signal }) {
			const { runScript } = await import('../../../sandbox/run/run-script');
			const limits = {
				memoryMb: memoryMb ?? defaultLimits.memoryMb,
				timeMs: timeMs ?? defaultLimits.timeMs,
				outputBytes: runBounds.outputBytes,
			};
			return runScript({ job: { name, source, ...(input !== undefined && { input }) }, limits, least, stateFolder }, signal);
		},
	},
} as const satisfies Record<string, Kind>;

/** The JSON Schemas of the fields that all kinds share. */
export const commonFields = {
	memoryMb: { type: 'integer', minimum: leastMemoryMb, maximum: runBounds.memoryMb },
	timeMs: { type: 'integer', minimum: 10, maximum: runBounds.timeMs },
};
