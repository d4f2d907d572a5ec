import type { ElementContext, Kernel } from '../flow/kernel';
import type { ElementInstance } from '../state/instances/element-instance';
import { findInstance } from '../state/instances/element-instances';
import type { JobRow } from './job-rows';
import { readListenerEvent } from './listener-events';

type JobEvent = 'job-activated' | 'job-completed' | 'job-failed' | 'job-error-thrown' | 'job-canceled';

export function logJob(
	kernel: Kernel,
	kind: JobEvent,
	job: JobRow,
	details: object = {},
): { instance: ElementInstance; process: ElementContext['process'] } {
	const instance = findInstance(kernel, job.element_instance_key)!;
	const process = kernel.definitions.get(instance.definitionKey);
	kernel.log.append(
		kind,
		{ ...instance, type: process.node(instance.elementId).type },
		{ jobKey: String(job.key), type: job.type, ...details },
	);
	return { instance, process };
}

export function logJobEnd(
	kernel: Kernel,
	kind: JobEvent,
	job: JobRow,
	details: object = {},
): { instance: ElementInstance; process: ElementContext['process'] } {
	const listener = readListenerEvent(job, findInstance(kernel, job.element_instance_key)!);
	const shown = { retries: job.retries, worker: job.worker || undefined, listener };
	return logJob(kernel, kind, job, { ...shown, ...details });
}
