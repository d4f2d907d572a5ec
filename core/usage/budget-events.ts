import type { TroupeError } from '../base/errors';
import type { Budget } from '../ports/budget';
import type { Amounts, BudgetBalance, CallOrigin } from '../ports/usage';

export interface BudgetEvent {
	budget: Budget;
	percent: 80 | 100;
	/** `runs`: monthly runs of a tenant. */
	field: keyof Amounts | 'runs';
	cap: number;
	spent: number;
	/** Milliseconds since the epoch; null: never. */
	resetsAt: number | null;
	instance?: string;
	/** Same for all machines in one period of a budget, until its cap is changed. */
	key: string;
}

const fields = ['costUsd', 'tokens', 'calls'] as const;
const percents = [80, 100] as const;

/** A rate limit is reached every minute, and a run ends before anybody could react. */
const isReported = ({ per }: Budget): boolean => per !== 'minute' && per !== 'run';

/** Reserved amounts do not count: most of them are returned. */
export function listReached({ budget, spent, resetsAt }: BudgetBalance, { instance }: CallOrigin): BudgetEvent[] {
	if (!isReported(budget)) return [];
	return fields.flatMap((field) => {
		const cap = budget[field];
		if (cap === undefined || cap === 0) return [];
		const reached = percents.filter((percent) => spent[field] >= (cap * percent) / 100);
		return reached.map((percent) => describe(budget, percent, { field, cap, spent: spent[field], resetsAt, instance }));
	});
}

/** The call would not fit even after the end of all others. */
export function findUsedUp({ details }: TroupeError, budgets: Budget[], { instance }: CallOrigin): BudgetEvent | undefined {
	const { cap, spent, wanted, field, resetsAt } = details as unknown as Amounted;
	const budget = budgets.find(({ name }) => name === details.budget);
	if (!budget || !isReported(budget) || !(wanted <= cap) || spent + wanted <= cap) return undefined;
	return describe(budget, 100, { field, cap, spent, resetsAt: resetsAt === null ? null : Date.parse(resetsAt), instance });
}

interface Amounted {
	field: keyof Amounts;
	cap: number;
	spent: number;
	wanted: number;
	resetsAt: string | null;
}

function describe(
	budget: Budget,
	percent: BudgetEvent['percent'],
	{ instance, ...amounts }: Pick<BudgetEvent, 'field' | 'cap' | 'spent' | 'resetsAt' | 'instance'>,
): BudgetEvent {
	const { name, tenant, agent, model, per } = budget;
	const owner = per === 'instance' ? instance : undefined;
	const key = JSON.stringify([name, tenant, agent, model, per, owner, amounts.resetsAt, amounts.field, amounts.cap, percent]);
	return { budget, percent, ...amounts, ...(owner !== undefined && { instance: owner }), key };
}
