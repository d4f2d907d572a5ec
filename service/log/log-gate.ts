import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import type { WorkerOptions } from '../../engine-adapter/engine/workers';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Log } from './log';

/** Counts and logs the gate's refusals and readmissions of a job type, which a worker without jobs would not notice. */
export function observeGate(log: Log, metrics: Pick<WorkerMetrics, 'countGate'>): NonNullable<WorkerOptions['onGate']> {
	return (type, refusal) => {
		metrics.countGate(type, refusal !== undefined);
		if (refusal === undefined) return log('info', 'jobs admitted again', { type });
		const facts = isTroupeError(refusal) ? { code: refusal.code, fix: refusal.fix } : {};
		log('error', 'jobs refused', { type, ...facts, error: getErrorMessage(refusal) });
	};
}
