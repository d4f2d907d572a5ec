import type { Environment } from '../../../core/base/settings/setting-names';
import type { ManifestReference } from '../../../core/ports/manifests';
import type { Host } from '../../../providers/compose/hosts/host';
import type { Level } from '../../levels/level';
import type { RunPermissions } from '../../grants/grants';
import type { SandboxLimits } from '../../levels/limits';
import type { SandboxPrograms } from '../inside/programs';
import type { JobRecording } from '../record-job';
import type { RunRules } from '../run-rules';
import type { SandboxReport } from '../../report/report-shape';
import type { SandboxResult } from '../../workers/sandbox-worker';

/** Whose sandbox it is, as its errors say. */
export interface RunSite {
	/** Such as `this service`. */
	name: string;
	/** The n8n that it has nodes of. */
	n8n: string;
	/** Why a list of capabilities gives a run nothing of the machine. */
	withheld: string;
}

/** What one run gets of the sandbox that it was asked of. */
export interface RunHost {
	host: Host;
	manifest: ManifestReference;
	site: RunSite;
	/** Default: that of this process. */
	environment?: Environment;
	programs: SandboxPrograms;
	offeredAgents?: ReadonlySet<string>;
	stateFolder: string;
	level: Level;
	limits: SandboxLimits;
	rules: RunRules;
	permissions: RunPermissions;
	signal: AbortSignal;
	/** Where the runs of its agents are recorded. */
	job?: JobRecording;
}

export interface EndedRun {
	result: SandboxResult;
	report: SandboxReport;
	/** What this kind returns, besides how the run ended. */
	fields: object;
}
