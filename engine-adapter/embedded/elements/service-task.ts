import type { ElementBehavior } from '../flow/kernel';
import { cancelJob } from '../work/change-jobs';
import { createJob, evaluateJobProperties } from '../work/create-job';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { openSubscriptions } from '../events/subscriptions';

/** Zeebe's documentation, service tasks: waits for a job. */
export const serviceTaskBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		const job = evaluateJobProperties(context);
		openSubscriptions(context);
		createJob(context, job);
		markActivated(context);
	},
	complete: applyOutputs,
	terminate: cancelJob,
};
