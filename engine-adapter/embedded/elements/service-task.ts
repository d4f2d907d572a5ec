import type { ElementBehavior } from '../element-behavior';
import { cancelJob, createJob } from '../jobs';
import { markActivated } from '../lifecycle';
import { applyInputs, applyOutputs } from '../mappings';
import { openSubscriptions } from '../subscriptions';
import { lookUp } from '../variables';

/** Zeebe's documentation, service tasks: a job is created and the task waits for its answer. */
export const serviceTaskBehavior: ElementBehavior = {
	activate(context) {
		const { kernel, instance, node } = context;
		applyInputs(context);
		const see = (name: string): unknown => lookUp(kernel, instance.key, name);
		const type = kernel.expressions.evaluateText(node.job!.type, see);
		const retries = kernel.expressions.evaluateNumber(node.job!.retries, see);
		openSubscriptions(context);
		createJob(context, { type, retries, headers: node.headers });
		markActivated(context);
	},
	complete: applyOutputs,
	terminate: cancelJob,
};
