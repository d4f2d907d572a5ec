import { TroupeError } from '../../../core/base/errors';
import type { Budget } from '../../../core/ports/budget';
import { systemClock } from '../../../core/ports/host';
import type { ChatModel } from '../../../core/ports/models/models';
import type { Amounts, Reservation, UsageStore } from '../../../core/ports/usage';
import { describeShortage } from '../../../core/ports/describe-shortage';
import { createMeter } from '../../../core/usage/create-meter';
import { uncountedStore } from '../../../core/usage/uncounted-store';
import { withMeter } from '../../../core/usage/with-meter';

const mostExecutions = 10_000;
const executions = new Map<string, UsageStore>();

/**
 * The model, whose calls in one execution together stay within the limits. An agent gets the model from its node again in each round. So the usage is
 * stored here, by execution.
 * @param key names the node in the execution
 */
export function withExecutionBudget(model: ChatModel, caps: Budget[], key: string): ChatModel {
	if (caps.length === 0) return model;
	const scope = { tenant: 'default', agent: null, host: 'n8n' };
	return withMeter(model, createMeter({ store: openStore(key), budgets: caps, scope, clock: systemClock }));
}

function openStore(key: string): UsageStore {
	const store = executions.get(key) ?? createExecutionStore();
	executions.delete(key);
	executions.set(key, store);
	if (executions.size > mostExecutions) executions.delete(executions.keys().next().value!);
	return store;
}

/** One execution's counts, in memory: it runs in one process. */
function createExecutionStore(): UsageStore {
	const held: Amounts = { costUsd: 0, tokens: 0, calls: 0 };
	const open = new Map<number, Amounts>();
	const add = (amounts: Amounts, sign: 1 | -1) => fields.forEach((field) => (held[field] += sign * amounts[field]));
	let last = 0;
	return {
		...uncountedStore,
		async reserve(reservation, budgets, at) {
			const amounts = toAmounts(reservation);
			for (const budget of budgets) assertRoom(budget, reservation, amounts, held);
			add(amounts, 1);
			open.set(++last, amounts);
			return { ...reservation, id: last, at };
		},
		async settle({ id }, outcome) {
			const reserved = open.get(id);
			if (!reserved || !open.delete(id)) return [];
			add(reserved, -1);
			add(toAmounts(outcome), 1);
			return [];
		},
	};
}

const fields = ['costUsd', 'tokens', 'calls'] as const;

const toAmounts = ({ usage, costUsd }: Pick<Reservation, 'usage' | 'costUsd'>): Amounts => ({
	costUsd: costUsd ?? 0,
	tokens: usage.inputTokens + usage.outputTokens,
	calls: 1,
});

function assertRoom(budget: Budget, { costUsd, provider, model }: Reservation, need: Amounts, held: Amounts): void {
	if (budget.costUsd !== undefined && costUsd === null)
		throw exceeded(
			budget,
			`The budget "${budget.name}" limits the cost, but the price of ${provider}:${model} is unknown. The model was not called.`,
			'Limit tokens or calls in the field "Budgets" instead, or choose a model with a known price.',
		);
	for (const field of fields) {
		const cap = budget[field];
		if (cap === undefined || held[field] + need[field] <= cap) continue;
		const shortage = { name: budget.name, per: 'execution' as const, field, cap, spent: held[field], reserved: 0, wanted: need[field] };
		throw exceeded(
			budget,
			describeShortage({ ...shortage, resetsAt: null }),
			'Each execution starts with a new budget. Raise it in the field "Budgets" of the node, or limit the answer with the option "Max Output Tokens".',
			field,
		);
	}
}

function exceeded({ name }: Budget, message: string, fix: string, field?: string): TroupeError {
	return new TroupeError({ code: 'BUDGET_EXCEEDED', message, fix, details: { budget: name, per: 'execution', field } });
}
