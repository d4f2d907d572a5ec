import type { EventDefinition, SequenceFlow } from '../../../bpmn/reading/process-model';
import { findStarter } from '../flow/starter';
import { evaluateSignalName, throwSignal } from '../events/signals';
import { compensate } from '../flow/compensation';
import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { activateIn } from '../flow/flow-tokens';
import { localVariables, lookUp } from '../state/instances/variables';
import { serviceTaskBehavior } from './service-task';
import { findCatchingEvent, throwTo } from '../events/thrown-events';
import { evaluateThrownCode } from './thrown-code';

/** Thrown by the engine itself. Zeebe's documentation, message events: a job throws a message. */
const throwers: Partial<Record<EventDefinition['kind'], ElementBehavior['activate']>> = {
	message: (context) => serviceTaskBehavior.activate(context),
	signal: broadcastFrom,
	escalation: throwEscalation,
	compensation: throwCompensation,
};

/** BPMN 2.0, 13.5.1: throws its event and goes on; a none event is passed through, a link followed. */
export const throwEventBehavior: ElementBehavior = {
	...serviceTaskBehavior,
	/** Leaves escalations and events that throw nothing alone (recorded from 8.6). */
	begin(context) {
		if (['message', 'signal'].includes(context.node.event!.kind)) applyInputs(context);
	},
	activate(context) {
		const throwIt = throwers[context.node.event!.kind];
		if (throwIt) return throwIt(context);
		markActivated(context);
		completeSoon(context);
	},
	complete(context) {
		if (context.node.event?.kind !== 'compensation') applyOutputs(context);
	},
	leave: (context) => (context.node.event?.kind === 'link' ? followLink(context) : undefined),
};

/** Zeebe's documentation, signal events: with the variables of input mappings only. */
function broadcastFrom(context: ElementContext): void {
	const { kernel, process, instance, node } = context;
	const name = evaluateSignalName(process, node, (variable) => lookUp(kernel, instance.key, variable));
	markActivated(context);
	kernel.log.append('signal-thrown', { ...instance, type: node.type }, { name });
	const whose = { tenantId: process.tenantId, ...findStarter(kernel, instance.instanceKey) };
	throwSignal(kernel, { name, variables: localVariables(kernel, instance.key), ...whose });
	completeSoon(context);
}

/** Zeebe's documentation, compensation events: waits for its handlers; mappings are left alone (recorded from 8.6). */
function throwCompensation(context: ElementContext): void {
	markActivated(context);
	if (!compensate(context)) completeSoon(context);
}

/** Zeebe's documentation, link events: the token goes on at the catch event of the same name in the scope; flows of the throw event are not taken. */
function followLink({ kernel, instance, process, node }: ElementContext): SequenceFlow[] {
	const { name } = node.event as { name: string };
	const target = process
		.nodesOf(node.scopeId)
		.find(({ type, event }) => type === 'intermediateCatchEvent' && event?.kind === 'link' && event.name === name);
	activateIn(kernel, instance, target!.id);
	return [];
}

/**
 * Zeebe's documentation, escalation events: goes to the nearest catching event, or nowhere. Has no variables, and input mappings are left alone
 * (recorded from 8.6). An interruption takes the thrower down too.
 */
function throwEscalation(context: ElementContext): void {
	const { kernel, instance, node } = context;
	const code = evaluateThrownCode(context);
	markActivated(context);
	const caught = findCatchingEvent(kernel, instance, 'escalation', code);
	kernel.log.append('escalation-thrown', { ...instance, type: node.type }, { code, caughtBy: caught?.catching.id });
	if (caught) throwTo(kernel, caught, {});
	if (!caught?.catching.interrupting) completeSoon(context);
}
