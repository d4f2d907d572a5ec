/** Times within which somebody is told of a personal data breach: ANPD Resolution 15/2024 (LGPD art. 48), GDPR art. 33 and 34. */
import { holidaySets } from '../conversations/hours/holidays';
import type { IncidentRecipient, IncidentRisk } from '../base/privacy/incident-kinds';
import type { RequestLaw } from '../base/privacy/privacy-laws';

export interface TimedIncident {
	risk: IncidentRisk;
	/** When the company learned of it, in milliseconds since the epoch. */
	knownAt: number;
	/** When they were told; null for not yet. */
	authorityAt: number | null;
	peopleAt: number | null;
}

export interface TellingTime {
	/** `not-required`: by the risk that was judged. */
	state: 'open' | 'told' | 'not-required';
	/** The first moment after the time. Null where the law names none: without undue delay. */
	dueAt: number | null;
	/** The last day, in the time zone: `2026-12-02`. */
	dueOn: string | null;
	isLate: boolean;
}

export interface IncidentCalendar {
	describe(incident: TimedIncident): Record<IncidentRecipient, TellingTime>;
	/** Returns the last day for what the first communication to the ANPD lacked; null by the GDPR, which has no day. */
	findCompletion(incident: TimedIncident): string | null;
}

const hourMs = 3_600_000;
const gdprMs = 72 * hourMs;
const [lgpdDays, completionDays] = [3, 20];
const [saturday, sunday] = [6, 7];

/** @param now in milliseconds since the epoch @param timeZone an IANA name: working days are those of it */
export async function openIncidentCalendar(law: RequestLaw, timeZone: string, now: number): Promise<IncidentCalendar> {
	const { Temporal } = await import('temporal-polyfill');
	const dayOf = (time: number) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone).toPlainDate();
	/** The day itself does not count (Law 9.784/1999, art. 66); weekends and national holidays do not either. */
	const addWorkingDays = (from: number, days: number) => {
		let day = dayOf(from);
		for (let left = days; left > 0;) {
			day = day.add({ days: 1 });
			if (day.dayOfWeek !== saturday && day.dayOfWeek !== sunday && !holidaySets.BR!(day)) left -= 1;
		}
		return day;
	};
	const endOfWorkingDays = (from: number) => addWorkingDays(from, lgpdDays).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
	const findDue = (to: IncidentRecipient, { risk, knownAt }: TimedIncident): number | null | undefined => {
		if (risk === 'unlikely') return undefined;
		if (law === 'lgpd') return endOfWorkingDays(knownAt);
		if (to === 'authority') return knownAt + gdprMs;
		return risk === 'high' ? null : undefined;
	};
	const describe = (to: IncidentRecipient, incident: TimedIncident): TellingTime => {
		const at = to === 'authority' ? incident.authorityAt : incident.peopleAt;
		const due = findDue(to, incident);
		const dueAt = due ?? null;
		const open = due === undefined ? 'not-required' : 'open';
		return {
			...{ state: at === null ? open : 'told', dueAt, dueOn: dueAt === null ? null : dayOf(dueAt - 1).toString() },
			isLate: dueAt !== null && (at ?? now) >= dueAt,
		};
	};
	return {
		describe: (incident) => ({ authority: describe('authority', incident), people: describe('people', incident) }),
		findCompletion: ({ authorityAt }) =>
			law === 'gdpr' || authorityAt === null ? null : addWorkingDays(authorityAt, completionDays).toString(),
	};
}
