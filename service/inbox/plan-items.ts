import { systemClock } from '../../core/ports/host';
import { PlanRecords } from '../../planner/kept/plan-records';
import { openHostPlans } from '../../providers/compose/state/host-plans';
import type { InboxSource } from './inbox-item';

/** Proved plans and plan changes: nothing runs until a person confirms their hash. */
export const planItems: InboxSource = {
	kinds: ['plan'],
	scopes: ['process:read', 'process:deploy'],
	async read(host, max) {
		const records = new PlanRecords(await openHostPlans(host), host.tenant, host.clock ?? systemClock);
		const { items } = await records.list({ state: 'proved', limit: max });
		return items.map(({ id, hash, tree, version, provedAt, changedAt }) => ({
			...{ kind: 'plan' as const, id: `${id}:${hash}`, title: tree?.name ?? id, subject: version },
			since: Date.parse(provedAt ?? changedAt),
		}));
	},
};
