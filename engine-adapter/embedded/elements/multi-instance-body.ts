import type { ElementBehavior } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { openIterations, evaluateItems, forgetIterations, takeResults } from '../flow/multi-instance';
import { openSubscriptions } from '../events/subscriptions';
import { mergeVariables } from '../state/instances/variables';

/** Zeebe's documentation, multi-instance: a scope around the iterations; events at the activity interrupt it as a whole. */
export const multiInstanceBodyBehavior: ElementBehavior = {
	activate(context) {
		const items = evaluateItems(context);
		openSubscriptions(context);
		markActivated(context);
		openIterations(context, items);
		if (items.length === 0) completeSoon(context);
	},
	complete(context) {
		mergeVariables(context.kernel, context.instance.scopeKey, takeResults(context));
		forgetIterations(context);
	},
	terminate: forgetIterations,
};
