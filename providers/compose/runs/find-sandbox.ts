import { TroupeError } from '../../../core/base/errors';
import type { RecordedRun } from '../../state/runs/list-runs';

/** Finds the sandbox run of an agent by the prefix of its id. Undefined for other runs. */
export const findSandbox = ({ runId, host, of }: Pick<RecordedRun, 'runId' | 'of'> & { host: string | null }): string | undefined =>
	host === 'sandbox' && of.sandbox === undefined ? runId.split('/')[0] : undefined;

/** The sandbox looks at no stops: its record comes from untrusted code. @throws TroupeError STATE_CONFLICT for an agent in the sandbox */
export function refuseInSandbox(run: RecordedRun): void {
	const sandbox = findSandbox(run);
	if (sandbox === undefined) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The run ${run.runId} is an agent in the sandbox, which ends with the whole run ${sandbox} only.`,
		fix: `Cancel that one: troupe run cancel ${sandbox}, or POST /api/v1/runs/${sandbox}/cancel.`,
		details: { runId: run.runId, sandbox },
	});
}
