import type { ElementContext } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { signalNameOf, throwSignal } from '../events/signals';
import { localVariables, lookUp } from '../state/variables';

/** Zeebe's documentation, signal events: broadcasts the signal, with the variables that input mappings gave it and no others. */
export function broadcastFrom(context: ElementContext): void {
	const { kernel, process, instance, node } = context;
	const name = signalNameOf(process, node, (variable) => lookUp(kernel, instance.key, variable));
	markActivated(context);
	kernel.log.append('signal-thrown', { ...instance, type: node.type }, { name });
	throwSignal(kernel, { name, variables: localVariables(kernel, instance.key) });
	completeSoon(context);
}
