import { findCaller, findInstance } from '../state/instances/element-instances';
import { defaultTenantId } from '../state/tenants';
import type { Kernel } from './kernel';
import type { Step } from './step';
import type { LaneName } from './step-queue';
import { findElementKey } from './take-step-or-incident';

/** Names the lane of a step: that of its instance, or of the one that called it first. */
export function nameLane(kernel: Kernel, step: Step): LaneName {
	const instance = findInstance(kernel, findElementKey(step));
	const begun = step.kind === 'activate' ? step : undefined;
	const definitionKey = instance?.definitionKey ?? begun?.definitionKey;
	let instanceKey = instance?.instanceKey ?? begun?.key ?? 0;
	for (let caller = findCaller(kernel, instanceKey); caller; caller = findCaller(kernel, instanceKey)) instanceKey = caller.instanceKey;
	return { instanceKey, tenantId: definitionKey === undefined ? defaultTenantId : kernel.definitions.get(definitionKey).tenantId };
}
