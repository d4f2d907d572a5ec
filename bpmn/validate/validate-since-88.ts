import type { FlowNode } from '../reading/process-model';
import type { Reason } from '../reason';

/** What Zeebe 8.8 refuses in an element and 8.6 deploys (recorded: undo-flow-instead, odd-task-listeners). */
export function validateSince88({ type, event, outgoing, hasTaskListeners }: FlowNode): Reason[] {
	const reasons: Reason[] = [];
	if (hasTaskListeners && type !== 'userTask')
		reasons.push({ message: `has task listeners, which a ${type} cannot have`, fix: 'Remove them, or use execution listeners.' });
	if (type === 'boundaryEvent' && event?.kind === 'compensation' && outgoing.length > 0)
		reasons.push({
			message: 'is a compensation event with a sequence flow',
			fix: 'Remove the flow, and associate the event with its handler.',
		});
	return reasons;
}
