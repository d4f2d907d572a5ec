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

/** What Zeebe 8.6 refuses in an element and 8.8 deploys: the variable is null there (recorded: mapping-input-empty, mapping-input-no-source). */
export function validateBefore88({ inputs }: FlowNode): Reason[] {
	return inputs
		.filter(({ source }) => source === '')
		.map(({ target }) => ({
			message: `the input "${target}" has no source`,
			fix: 'Give it an expression (=…) or a text. Zeebe 8.8 takes an empty source for null: there, --target 8.8 deploys the file.',
		}));
}
