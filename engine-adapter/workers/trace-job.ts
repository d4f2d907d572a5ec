import type { Tracing } from '../../core/ports/tracing';
import { inSpan } from '../../core/tracing/in-span';
import type { Job, JobOutcome } from '../engine/jobs';

export function traceJob(
	tracing: Tracing | undefined,
	{ type, job }: { type: string; job: Job },
	work: () => Promise<JobOutcome>,
): Promise<JobOutcome> {
	const facts = {
		...{ 'troupe.job.type': type, 'troupe.job.key': job.key, 'troupe.process.id': job.processId },
		...{ 'troupe.process.instance': job.instanceKey, 'troupe.process.element': job.elementId },
	};
	return inSpan(tracing, { name: `job ${type}`, kind: 'consumer', facts }, async (span) => {
		const outcome = await work();
		span.set({ 'troupe.job.outcome': outcome.kind });
		if (outcome.kind === 'bpmn-error') span.end(outcome.errorCode);
		if (outcome.kind === 'fail') span.end(outcome.code ?? 'JOB_FAILED');
		return outcome;
	});
}
