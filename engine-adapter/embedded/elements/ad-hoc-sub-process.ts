import { beginInner, chosenElements, describeElements } from '../flow/ad-hoc-sub-processes';
import type { ElementBehavior } from '../flow/kernel';
import { cancelJob } from '../work/change-jobs';
import { createJob, evaluateJobProperties } from '../work/create-job';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { openSubscriptions } from '../events/subscriptions';
import { localVariables, mergeVariables, setLocalVariables } from '../state/instances/variables';

/**
 * Zeebe 8.8's documentation, ad-hoc sub-processes: elements are chosen at the beginning, by commands, or by a job after each end of an element.
 */
export const adHocSubProcessBehavior: ElementBehavior = {
	begin(context) {
		applyInputs(context);
		setLocalVariables(context.kernel, context.instance.key, describeElements(context.node.adHoc!));
	},
	activate(context) {
		const { kernel, instance, node } = context;
		const chosen = chosenElements(context);
		const job = node.job && evaluateJobProperties(context);
		openSubscriptions(context);
		if (job) createJob(context, job);
		markActivated(context);
		for (const elementId of chosen) beginInner(kernel, instance, { elementId });
	},
	/** Passes the collected results on without mappings (recorded from 8.8). */
	complete(context) {
		const { kernel, instance, node } = context;
		applyOutputs(context);
		const { outputCollection } = node.adHoc!;
		if (outputCollection === undefined) return;
		mergeVariables(kernel, instance.scopeKey, { [outputCollection]: localVariables(kernel, instance.key)[outputCollection] });
	},
	terminate: cancelJob,
};
