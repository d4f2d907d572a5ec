import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { setTrigger } from '../state/instances/element-instances';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { openSubscriptions } from '../events/subscriptions';
import { lookUp } from '../state/instances/variables';
import { serviceTaskBehavior } from './service-task';

/** Zeebe's documentation, script tasks: a FEEL result becomes a variable; a job type makes a job. */
export const scriptTaskBehavior: ElementBehavior = {
	...serviceTaskBehavior,
	activate(context) {
		if (context.node.script) evaluateScript(context);
		else serviceTaskBehavior.activate(context);
	},
};

function evaluateScript(context: ElementContext): void {
	const { kernel, process, instance, node } = context;
	const { expression, resultVariable } = node.script!;
	const { value } = process.expressions.evaluate(expression, (name) => lookUp(kernel, instance.key, name));
	completeWithResult(context, resultVariable, value);
}

export function completeWithResult(context: ElementContext, resultVariable: string, value: unknown): void {
	const { kernel, instance } = context;
	openSubscriptions(context);
	setTrigger(kernel, instance.key, { variables: { [resultVariable]: value } });
	markActivated(context);
	completeSoon(context);
}
