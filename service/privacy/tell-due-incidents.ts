import { dayMs } from '../../core/base/privacy/kept-classes';
import { toIso } from '../../core/base/iso-time';
import { incidentRecipients } from '../../core/base/privacy/incident-kinds';
import { composeEvents } from '../../providers/compose/events/events';
import type { MemoryStoreHost } from '../../providers/compose/hosts/state-host';
import { openHostIncidents } from '../../providers/compose/privacy/host-incidents';
import type { StoredIncident } from '../../providers/state/privacy/incidents';
import { openTenantIncidents, type TenantIncidents } from './incident-calendar';

type Place = MemoryStoreHost & { stateFolder: string };

/** The time is of three days, and the service looks once a day. */
const warnedDays = 2;

/**
 * Tells of incidents of which the authority or the people were not told shortly before the time is over, and after it: once each, however many services
 * do it. What is wrong with one holds up no other. @param onFault told of it
 */
export async function tellDueIncidents(host: Place, onFault: (fault: unknown, tenant: string) => void): Promise<void> {
	const { store } = await openHostIncidents(host);
	const tenants = new Map<string, TenantIncidents>();
	const tell = async (incident: StoredIncident): Promise<void> => {
		const { tenant, id } = incident;
		const times = tenants.get(tenant) ?? (await openTenantIncidents({ ...host, tenant }));
		tenants.set(tenant, times);
		const described = await times.describe(incident);
		for (const to of incidentRecipients) {
			const { state, dueAt, dueOn, isLate } = described[to];
			if (state !== 'open' || dueAt === null || dueOn === null) continue;
			const due = Date.parse(dueAt);
			if (due - warnedDays * dayMs > times.now) continue;
			const key = `incident due ${id} ${to} ${toIso(due)} ${isLate ? 'late' : 'near'}`;
			await composeEvents({ ...host, tenant }).publish(tenant, {
				...{ type: 'privacy.incident-due', key },
				data: { incident: id, to, dueAt, dueOn, isLate },
			});
		}
	};
	for (let open = await store.listOpen(); open.length > 0; open = await store.listOpen(open.at(-1)))
		for (const incident of open) await tell(incident).catch((fault: unknown) => onFault(fault, incident.tenant));
}
