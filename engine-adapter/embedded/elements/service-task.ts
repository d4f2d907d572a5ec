import type { ElementBehavior } from '../element-behavior';
import { cancelJob, createJob, jobPropertiesOf } from '../jobs';
import { markActivated } from '../lifecycle';
import { applyInputs, applyOutputs } from '../mappings';
import { openSubscriptions } from '../subscriptions';

/** Zeebe's documentation, service tasks: a job is created and the task waits for its answer. */
export const serviceTaskBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		const job = jobPropertiesOf(context);
		openSubscriptions(context);
		createJob(context, job);
		markActivated(context);
	},
	complete: applyOutputs,
	terminate: cancelJob,
};
