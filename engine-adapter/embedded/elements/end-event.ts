import type { ElementBehavior, ElementContext } from '../element-behavior';
import { findCatchingEvent, throwError, uncaughtError } from '../error-events';
import { interruptScope } from '../interrupt-scope';
import { cancelJob } from '../jobs';
import { completeSoon, markActivated } from '../lifecycle';
import { applyOutputs } from '../mappings';
import { lookUp } from '../variables';
import { serviceTaskBehavior } from './service-task';
import { throwSignal } from './throw-signal';

/** BPMN 2.0, 13.5.2: a none end event ends its path, a message is thrown by a job, a signal broadcast, a terminate end event its scope; an error end event throws and never completes, its scope is interrupted. */
export const endEventBehavior: ElementBehavior = {
	activate(context) {
		const { event } = context.node;
		if (event?.kind === 'error') return throwOut(context, event.code!);
		if (event?.kind === 'signal') return throwSignal(context);
		if (context.node.job) return serviceTaskBehavior.activate(context);
		markActivated(context);
		completeSoon(context);
	},
	complete(context) {
		const { kernel, instance, node } = context;
		applyOutputs(context);
		if (node.event?.kind === 'terminate') interruptScope(kernel, instance.scopeKey, node.id);
	},
	terminate: cancelJob,
};

function throwOut(context: ElementContext, code: string): void {
	const { kernel, instance } = context;
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const errorCode = code.startsWith('=') ? kernel.expressions.evaluateText(code, see) : code;
	const catching = findCatchingEvent(kernel, instance, errorCode);
	if (!catching) throw uncaughtError(errorCode);
	markActivated(context);
	throwError(kernel, catching, {});
}
