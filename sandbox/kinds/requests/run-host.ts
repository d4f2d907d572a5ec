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

export interface RunSite {
	/** Names the sandbox in errors, such as `this service`. */
	name: string;
	n8n: string;
	withheld: string;
}

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
	job?: JobRecording;
}

export interface EndedRun {
	result: SandboxResult;
	report: SandboxReport;
	fields: object;
}
