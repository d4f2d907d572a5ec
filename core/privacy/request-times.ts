/** Max response times: LGPD art. 19 II and GDPR art. 12(3). */
import type { RequestLaw } from '../base/privacy/privacy-laws';
import type { ContactRequest } from '../ports/channels/contact-rights';

/** European Economic Area, and the United Kingdom, whose law has the same times. */
const gdprCountries = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

/** Outside of GDPR countries, the shorter times of the LGPD apply. */
export const findLaw = (country: string | undefined): RequestLaw => (gdprCountries.includes(country ?? '') ? 'gdpr' : 'lgpd');

const times: Record<RequestLaw, { days?: number; months?: number }> = { lgpd: { days: 15 }, gdpr: { months: 1 } };
/** A month, and two more by the GDPR. */
const longest = { months: 3 };

/** Stored is the end of a day in the former time zone: its noon is the same day in the present one, unless they are far apart. */
const halfDayMs = 43_200_000;

export const requestStates = ['open', 'extended', 'refused', 'done', 'in-force'] as const;

export interface RequestTimes {
	/** `in-force`: a restriction that nobody has lifted. */
	state: (typeof requestStates)[number];
	/** Last day for the answer, in the tenant's time zone: `2026-12-14`. Null for restrictions. */
	dueOn: string | null;
	/** First moment after that day, in milliseconds since the epoch. */
	dueAt: number | null;
	/** No answer by that day. */
	isLate: boolean;
}

type TimedRequest = Pick<ContactRequest, 'kind' | 'at' | 'dueAt' | 'extendedAt' | 'settledAt' | 'isRefused'>;

export interface RequestCalendar {
	describe(request: TimedRequest): RequestTimes;
	findExtension(request: TimedRequest): { after: string; last: string };
	/** In the time zone. @throws RangeError for a day that no calendar has */
	startOf(day: string): number;
	/** @throws as `startOf` */
	endOf(day: string): number;
}

/** @param now in milliseconds since the epoch @param timeZone IANA name of the people who answer */
export async function openRequestCalendar(law: RequestLaw, timeZone: string, now: number): Promise<RequestCalendar> {
	const { Temporal } = await import('temporal-polyfill');
	const dayOf = (time: number) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone).toPlainDate();
	const startOf = (day: string, later = 0) => Temporal.PlainDate.from(day).add({ days: later }).toZonedDateTime(timeZone).epochMilliseconds;
	const endOf = (day: string) => startOf(day, 1);
	// The day of arrival does not count. A month ends on the same day of the next, or on its last one (Regulation 1182/71, art. 3).
	const usualDay = ({ at }: TimedRequest) => dayOf(at).add(times[law]).toString();
	const findDay = (request: TimedRequest) => (request.dueAt === null ? usualDay(request) : dayOf(request.dueAt - halfDayMs).toString());
	return {
		startOf: (day) => startOf(day),
		endOf,
		describe(request) {
			const { kind, settledAt, extendedAt, isRefused } = request;
			const isOver = settledAt !== null;
			if (kind === 'restriction') return { state: isOver ? 'done' : 'in-force', dueOn: null, dueAt: null, isLate: false };
			const dueOn = findDay(request);
			const dueAt = endOf(dueOn);
			const ended = isRefused ? 'refused' : 'done';
			return { state: isOver ? ended : extendedAt === null ? 'open' : 'extended', dueOn, dueAt, isLate: (settledAt ?? now) >= dueAt };
		},
		findExtension: (request) => ({ after: findDay(request), last: dayOf(request.at).add(longest).toString() }),
	};
}
