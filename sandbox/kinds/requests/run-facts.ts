import type { Level } from '../../levels/level';
import { hashReport } from '../../report/report';
import type { SandboxResult } from '../../workers/sandbox-worker';
import type { EndedRun } from './run-host';

export interface RunFacts {
	outcome: SandboxResult['outcome'];
	exitCode: number | null;
	signal: string | null;
	limit?: SandboxResult['limit'];
	level: Level;
	reportSha256: string;
}

export const toFacts = ({ result, report }: EndedRun): RunFacts => ({
	outcome: result.outcome,
	exitCode: result.exitCode,
	signal: result.signal,
	...(result.limit && { limit: result.limit }),
	level: report.level.reached,
	reportSha256: hashReport(report),
});
