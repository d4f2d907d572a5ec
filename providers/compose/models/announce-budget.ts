import { toIso } from '../../../core/base/iso-time';
import type { BudgetEvent } from '../../../core/usage/budget-events';
import { defaultTenant } from '../../../core/base/tenant';
import { composeEvents } from '../events/events';
import { composeViolationLog } from '../guardrails/violations';
import type { UsageHost } from '../hosts/model-host';
import type { NewEvent } from '../../../core/ports/events/events';

type Listener = (event: BudgetEvent) => void;
const listeners = new Set<Listener>();

/** Reports only events that this process announces. Returns a function that ends it. */
export function listenToBudgets(listener: Listener): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

const announced = new Set<string>();
const maxAnnounced = 10_000;

/** Writes an event to the shared log; the first machine to do so announces it. */
export async function announceBudget(host: UsageHost, event: BudgetEvent): Promise<void> {
	const { budget, percent, key } = event;
	const own = JSON.stringify([host.database, host.stateFolder, key]);
	if (announced.has(own)) return;
	if (announced.size >= maxAnnounced) announced.clear();
	announced.add(own);
	try {
		const log = await composeViolationLog({ ...host, tenant: budget.tenant });
		const isFirst = await log.recordOnce(key, {
			guardrail: budget.name,
			code: `BUDGET_${percent}`,
			stage: 'usage',
			action: percent === 100 ? 'block' : 'log',
			agent: budget.agent,
			host: host.name ?? 'agent',
		});
		// Stored once: if a machine is killed before, the next one stores it.
		await composeEvents(host).publish(budget.tenant ?? host.tenant ?? defaultTenant, toBudgetEvent(event));
		if (isFirst) for (const listener of listeners) listener(event);
	} catch (error) {
		announced.delete(own);
		throw error;
	}
}

function toBudgetEvent({ budget, percent, field, cap, spent, resetsAt, instance, key }: BudgetEvent): NewEvent {
	const { name, per, agent, model } = budget;
	const facts = {
		budget: name,
		per,
		field,
		cap,
		spent,
		resetsAt: toIso(resetsAt),
		...(agent !== undefined && { agent }),
		...(model !== undefined && { model }),
		...(instance !== undefined && { instance }),
	};
	const once = `budget ${key}`;
	return percent === 100
		? { type: 'budget.exhausted', data: { ...facts, percent }, key: once }
		: { type: 'budget.threshold-reached', data: { ...facts, percent }, key: once };
}
