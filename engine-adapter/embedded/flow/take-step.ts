import { correlate, lookForMessage } from '../events/messages';
import { broadcast } from '../events/signals';
import { ring } from '../events/timers';
import { findInstance } from '../state/instances/element-instances';
import type { Kernel } from './kernel';
import { activate, move } from './lifecycle';
import type { Step } from './step';
import { createElementContext } from './element-context';

/** Zeebe's life cycle: activating, activated, completing, completed, or terminated. */
export function takeStep(kernel: Kernel, step: Step): void {
	if (step.kind === 'activate') return activate(kernel, step);
	if (step.kind === 'look-for-message') return lookForMessage(kernel, step.subscriptionKey);
	if (step.kind === 'correlate') return correlate(kernel, step.correlation);
	if (step.kind === 'broadcast') return void broadcast(kernel, step.broadcast);
	if (step.kind === 'ring') return ring(kernel, step.timerKey);
	const instance = findInstance(kernel, step.key);
	if (instance) move(createElementContext(kernel, instance), step);
}
