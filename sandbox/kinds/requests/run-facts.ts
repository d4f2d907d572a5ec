import type { Level } from '../../levels/level';
import { hashReport } from '../../report/report';
import type { SandboxResult } from '../../workers/sandbox-worker';
import type { EndedRun } from './run-host';

/** What lists show of a run, and the log: nothing that it read or wrote. */
export interface RunFacts {
	outcome?: SandboxResult['outcome'];
	exitCode?: number | null;
	signal?: string | null;
	limit?: SandboxResult['limit'];
	level?: Level;
	reportSha256?: string;
	/** Why it did not begin, or did not end: the code. */
	code?: string;
}

export const toFacts = ({ result, report }: EndedRun): RunFacts => ({
	outcome: result.outcome,
	exitCode: result.exitCode,
	signal: result.signal,
	...(result.limit && { limit: result.limit }),
	level: report.level.reached,
	reportSha256: hashReport(report),
});
