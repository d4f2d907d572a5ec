import { keepRenewing } from '../../../core/base/async/keep-renewing';
import type { RunRecorder } from '../../../core/ports/runs/run-records';
import type { StoredRuns } from '../../state/runs/run-store';

const standardLeaseMs = 30_000;

type Records = RunRecorder & Pick<StoredRuns, 'renew'>;

/** Records runs without trails as running while this process lives: they can last much longer. */
export function leaseRecords(runs: Records, leaseMs = standardLeaseMs): RunRecorder {
	const leases = new Map<string, () => void>();
	const giveBack = (runId: string) => {
		leases.get(runId)?.();
		leases.delete(runId);
	};
	return {
		async begin(run) {
			const { runId, withinMs } = run;
			if (withinMs === undefined) return runs.begin(run);
			const attempt = await runs.begin({ ...run, withinMs: Math.min(withinMs, leaseMs) });
			if (typeof attempt !== 'number') return attempt;
			giveBack(runId);
			const until = performance.now() + withinMs;
			const renew = async () => {
				const leftMs = until - performance.now();
				const isHeld = leftMs > 0 && (await runs.renew(runId, attempt, Math.min(leftMs, leaseMs)));
				if (!isHeld) stop();
			};
			const stop = keepRenewing(leaseMs / 3, renew);
			leases.set(runId, stop);
			return attempt;
		},
		end: (runId, end) => runs.end(runId, end).finally(() => giveBack(runId)),
		refuse: (run) => runs.refuse(run),
	};
}
