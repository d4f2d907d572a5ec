import type { ElementBehavior } from '../flow/kernel';
import { cancelJob } from '../work/change-jobs';
import { createJob } from '../work/create-job';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { openSubscriptions } from '../events/subscriptions';
import { userTaskJobType } from '../work/named-people';
import { delayCanceling } from '../work/task-changes';
import { evaluateUserTask } from '../work/user-task-properties';
import { cancelUserTask, createUserTask, type UserTaskProperties } from '../work/user-tasks';

/** Zeebe's documentation, user tasks: Zeebe's own kind waits for a person, the older kind is a job of a reserved type. */
export const userTaskBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		const { node } = context;
		const properties = evaluateUserTask(context);
		openSubscriptions(context);
		if (node.userTask!.native) createUserTask(context, properties);
		else createJob(context, { type: userTaskJobType, retries: 1, headers: { ...node.headers, ...asHeaders(properties) } });
		markActivated(context);
	},
	complete: applyOutputs,
	delayEnd: delayCanceling,
	terminate(context) {
		cancelUserTask(context);
		cancelJob(context);
	},
};

function asHeaders(properties: UserTaskProperties): Record<string, string> {
	return Object.fromEntries(Object.entries(properties).map(([name, value]) => [`io.camunda.zeebe:${name}`, value]));
}
