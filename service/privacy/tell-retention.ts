/** Reports removals: unusual ones beforehand, all afterwards in the audit log. */
import { dayMs } from '../../core/base/privacy/kept-classes';
import { systemClock } from '../../core/ports/host';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';
import { composeEvents } from '../../providers/compose/events/events';
import { readTenantRules } from '../../providers/compose/state/host-tenants';
import { noteAct } from '../../providers/compose/state/note-act';
import { listUnusual, usualAheadDays } from './due-rows';

type TenantPlace = MemoryStoreHost & { stateFolder: string; tenant: string };

/** Once a week and class, over all services and starts. */
export async function warnOfUnusual(host: TenantPlace): Promise<void> {
	const week = Math.floor((host.clock ?? systemClock).now() / (usualAheadDays * dayMs));
	const events = (await listUnusual(await readTenantRules(host), host)).map(({ kept, rows }) => ({
		type: 'retention.due' as const,
		data: { class: kept, rows, withinDays: usualAheadDays },
		key: `retention.due ${kept} ${week}`,
	}));
	await composeEvents(host).publish(host.tenant, ...events);
}

export async function noteRemoved(removed: Readonly<Record<string, number>>, host: TenantPlace): Promise<void> {
	const counts = Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
	if (Object.keys(counts).length === 0) return;
	await noteAct(host, {
		action: 'data.expired',
		outcome: 'success',
		object: { kind: 'tenant', value: host.tenant },
		details: { kind: 'removed', value: counts },
	});
}
