import { toIso } from '../../core/base/iso-time';
import { systemClock } from '../../core/ports/host';
import { type IncidentCalendar, openIncidentCalendar } from '../../core/privacy/incident-times';
import type { RequestLaw } from '../../core/base/privacy/privacy-laws';
import { findLaw } from '../../core/privacy/request-times';
import { readTenantPeople, type TenantHost } from '../../providers/compose/state/host-tenants';
import type { StoredIncident } from '../../providers/state/privacy/incidents';

export interface TenantIncidents {
	law: RequestLaw;
	timeZone: string;
	now: number;
	/** Describes an incident as people and programs read it. A closed one has the times that held then. */
	describe: (incident: StoredIncident) => Promise<DescribedIncident>;
}

export type DescribedIncident = Awaited<ReturnType<typeof describeIncident>>;

/** Opens the times of incidents of a tenant: by the law of the country of its locale, in its time zone. */
export async function openTenantIncidents(host: TenantHost): Promise<TenantIncidents> {
	const { country, timeZone = 'UTC' } = await readTenantPeople(host);
	const law = findLaw(country);
	const now = (host.clock ?? systemClock).now();
	const calendars = new Map<string, Promise<IncidentCalendar>>();
	const open = (of: RequestLaw, zone: string) => {
		const key = `${of} ${zone}`;
		const calendar = calendars.get(key) ?? openIncidentCalendar(of, zone, now);
		calendars.set(key, calendar);
		return calendar;
	};
	return { law, timeZone, now, describe: (incident) => describeIncident(incident, { law, timeZone }, open) };
}

async function describeIncident(
	incident: StoredIncident,
	ofTenant: Pick<TenantIncidents, 'law' | 'timeZone'>,
	open: (law: RequestLaw, timeZone: string) => Promise<IncidentCalendar>,
) {
	const { id, knownAt, notedAt, notedBy, cause, risk, closedAt } = incident;
	const { law = ofTenant.law, timeZone = ofTenant.timeZone } = { law: incident.law ?? undefined, timeZone: incident.timeZone ?? undefined };
	const calendar = await open(law, timeZone);
	const { authority, people } = calendar.describe(incident);
	return {
		...{ id, knownAt: toIso(knownAt), notedAt: toIso(notedAt), notedBy, cause, risk },
		...{ state: closedAt === null ? ('open' as const) : ('closed' as const), closedAt: toIso(closedAt), law, timeZone },
		authority: { ...authority, dueAt: toIso(authority.dueAt), at: toIso(incident.authorityAt) },
		people: { ...people, dueAt: toIso(people.dueAt), at: toIso(incident.peopleAt) },
		completeBy: calendar.findCompletion(incident),
	};
}
