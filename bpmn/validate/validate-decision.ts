import type { Reason } from '../reason';
import type { CalledDecision, FlowNode } from '../reading/process-model';
import { validateBinding } from './validate-binding';

/** Zeebe's documentation, business rule tasks: a decision and the variable of its result. */
export function validateDecision({ decisionId, resultVariable, ...binding }: CalledDecision, { job }: FlowNode): Reason[] {
	const reasons: Reason[] = [];
	if (job) reasons.push({ message: 'has a called decision and a task type', fix: 'Remove one of them.' });
	if (decisionId === '') reasons.push({ message: 'does not name the decision that it calls', fix: 'Set the decision id.' });
	if (resultVariable === '') reasons.push({ message: 'calls a decision without a result variable', fix: 'Set the result variable.' });
	return [...reasons, ...validateBinding(binding)];
}
