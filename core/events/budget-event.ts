import type { NewEvent } from '../ports';
import type { BudgetEvent } from '../usage/budget-events';

/** The event of a budget, once in each of its periods. */
export function toBudgetEvent({ budget, percent, field, cap, spent, resetsAt, instance, key }: BudgetEvent): NewEvent {
	const { name, per, agent, model } = budget;
	const facts = {
		...{ budget: name, per, field, cap, spent, resetsAt: resetsAt === null ? null : new Date(resetsAt).toISOString() },
		...{ ...(agent !== undefined && { agent }), ...(model !== undefined && { model }), ...(instance !== undefined && { instance }) },
	};
	const once = `budget ${key}`;
	return percent === 100
		? { type: 'budget.exhausted', data: { ...facts, percent }, key: once }
		: { type: 'budget.threshold-reached', data: { ...facts, percent }, key: once };
}
