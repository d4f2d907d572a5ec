import { TroupeError } from '../../../core/base/errors';
import type { RecordedRun } from '../../state/runs/list-runs';

/** Finds the run of the sandbox in which an agent ran: its id begins with that one. Undefined for all other runs. */
export const findSandbox = ({ runId, host, of }: Pick<RecordedRun, 'runId' | 'of'> & { host: string | null }): string | undefined =>
	host === 'sandbox' && of.sandbox === undefined ? runId.split('/')[0] : undefined;

/** Nothing inside looks at stops: its record is what untrusted code says that it does. @throws TroupeError STATE_CONFLICT for an agent in the sandbox */
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
