import type { EventDefinition } from '../../../bpmn/reading/process-model';
import type { ElementBehavior } from '../flow/kernel';
import { completeSoon, markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { followLink } from './link';
import { serviceTaskBehavior } from './service-task';
import { throwCompensation } from './throw-compensation';
import { throwEscalation } from './throw-escalation';
import { broadcastFrom } from './broadcast';

/** What throws by itself. Zeebe's documentation, message events: a message is thrown by a job. */
const throwers: Partial<Record<EventDefinition['kind'], ElementBehavior['activate']>> = {
	message: (context) => serviceTaskBehavior.activate(context),
	signal: broadcastFrom,
	escalation: throwEscalation,
	compensation: throwCompensation,
};

/** BPMN 2.0, 13.5.1: throws its event and goes on; a none event is passed through, a link followed. */
export const throwEventBehavior: ElementBehavior = {
	...serviceTaskBehavior,
	/** Those of escalations and of events that throw nothing are left alone (recorded from 8.6). */
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
