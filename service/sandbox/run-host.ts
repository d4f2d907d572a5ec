import type { Environment } from '../../core/base/settings';
import type { ManifestReference } from '../../core/ports';
import type { Host } from '../../providers/compose/host';
import type { Level } from '../../sandbox/levels/level';
import type { RunPermissions } from '../../sandbox/grants/grants';
import type { SandboxLimits } from '../../sandbox/levels/limits';
import type { RunRules } from '../../sandbox/kinds/run-rules';
import type { SandboxReport } from '../../sandbox/report/report';
import type { SandboxResult } from '../../sandbox/workers/sandbox-worker';

/** The files of our programs, as built. */
export interface SandboxPrograms {
	agent: string;
	process: string;
	workflow: string;
}

/** What one run gets of the service. */
export interface RunHost {
	host: Host;
	manifest: ManifestReference;
	environment: Environment;
	programs: SandboxPrograms;
	offeredAgents?: ReadonlySet<string>;
	stateFolder: string;
	level: Level;
	limits: SandboxLimits;
	rules: RunRules;
	permissions: RunPermissions;
	signal: AbortSignal;
}

export interface EndedRun {
	result: SandboxResult;
	report: SandboxReport;
	/** What this kind returns, besides how the run ended. */
	fields: object;
}
