import type { Value } from '../../../bpmn/process-model';
import { IncidentCause, type ElementBehavior, type ElementContext } from '../element-behavior';
import { cancelJob, createJob } from '../jobs';
import { markActivated } from '../lifecycle';
import { applyInputs, applyOutputs } from '../mappings';
import { openSubscriptions } from '../subscriptions';
import { cancelUserTask, createUserTask, type UserTaskProperties } from '../user-tasks';
import { lookUp } from '../variables';

/** Zeebe's documentation, user tasks: one of Zeebe's own waits for a person, the older kind is a job of a reserved type. */
export const userTaskBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		const { node } = context;
		const properties = evaluateProperties(context);
		openSubscriptions(context);
		if (node.userTask!.native) createUserTask(context, properties);
		else createJob(context, { type: 'io.camunda.zeebe:userTask', retries: 1, headers: { ...node.headers, ...asHeaders(properties) } });
		markActivated(context);
	},
	complete: applyOutputs,
	terminate(context) {
		cancelUserTask(context);
		cancelJob(context);
	},
};

function evaluateProperties(context: ElementContext): UserTaskProperties {
	const { native: _native, ...definition } = context.node.userTask!;
	const entries = Object.entries(definition).filter((entry): entry is [string, Value] => entry[1] !== undefined);
	return Object.fromEntries(entries.map(([name, source]) => [name, evaluateProperty(context, name, source)]));
}

/** Groups and users are lists; a literal separates them by commas. */
function evaluateProperty({ kernel, instance }: ElementContext, name: string, source: Value): string {
	const see = (variable: string): unknown => lookUp(kernel, instance.key, variable);
	if (!name.startsWith('candidate')) return source.startsWith('=') ? kernel.expressions.evaluateText(source, see) : source;
	const value = source.startsWith('=') ? kernel.expressions.evaluate(source, see).value : source.split(',').map((part) => part.trim());
	if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return JSON.stringify(value);
	throw new IncidentCause('EXTRACT_VALUE_ERROR', `Expected result of the expression '${source.slice(1)}' to be a list of texts.`);
}

/** The names under which Zeebe hands them to the worker. */
function asHeaders(properties: UserTaskProperties): Record<string, string> {
	return Object.fromEntries(Object.entries(properties).map(([name, value]) => [`io.camunda.zeebe:${name}`, value]));
}
