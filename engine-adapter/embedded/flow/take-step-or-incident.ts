import { getErrorMessage } from '../../../core/base/errors';
import { IncidentCause } from './incident-cause';
import { findInstance } from '../state/instances/element-instances';
import { createIncident } from '../work/incidents';
import type { Kernel } from './kernel';
import { takeStep } from './take-step';
import type { Step } from './step';

/** An unforeseen failure undoes the step alone and raises an incident. @throws faults of no element instance */
export function takeStepOrIncident(kernel: Kernel, step: Step): void {
	try {
		kernel.effects.guard(() => kernel.steps.guard(() => kernel.database.savepoint(() => takeStep(kernel, step))));
	} catch (error) {
		const instance = findInstance(kernel, findElementKey(step));
		if (isStorageError(error) || !instance) throw error;
		createIncident(kernel, instance, new IncidentCause('UNKNOWN', `The engine failed: ${getErrorMessage(error)}`));
	}
}

export const isStorageError = (error: unknown): boolean => (error as { code?: string }).code === 'ERR_SQLITE_ERROR';

/** 0 when there is none. */
export function findElementKey(step: Step): number {
	if (step.kind === 'activate') return step.scopeKey;
	if (step.kind === 'correlate') return step.correlation.elementInstanceKey;
	return 'key' in step ? step.key : 0;
}
