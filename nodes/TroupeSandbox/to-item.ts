import type { IDataObject } from 'n8n-workflow';
import type { ServiceRun } from '../../sandbox/client/sandbox-service';
import type { RunKind } from '../../sandbox/kinds/requests/run-kinds';

/** Describes a run that is over, wherever it ran. */
export function toItem(kind: RunKind, run: Partial<ServiceRun>): IDataObject {
	const { id: runId, outcome, exitCode, signal = null, limit = null, level, stdout, stderr, reportSha256 } = run;
	const { agent, process, workflow, error, steps } = run;
	const returned = kind === 'script' || kind === 'package' ? { stdout } : { agent, process, workflow, error, steps };
	const item = { outcome, exitCode, signal, limit, level, ...returned, stderr, reportSha256, runId };
	return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as IDataObject;
}
