/** Times within which a request of a person has an answer: LGPD art. 19 II and GDPR art. 12(3). */
import type { RequestLaw } from '../base/privacy/privacy-laws';
import type { ContactRequest } from '../ports/channels/contact-rights';

/** The members of the European Economic Area, and the United Kingdom, whose law has the same times. */
const gdprCountries = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

/** Returns the law whose times count: outside of the countries of the GDPR the shorter ones, which are those of the LGPD. */
export const findLaw = (country: string | undefined): RequestLaw => (gdprCountries.includes(country ?? '') ? 'gdpr' : 'lgpd');

/** From the day on which the request came. */
const times: Record<RequestLaw, { days?: number; months?: number }> = { lgpd: { days: 15 }, gdpr: { months: 1 } };
/** A month, and the two further ones of the GDPR. */
const longest = { months: 3 };

/** What is stored is the end of a day of the time zone of then: its noon is the same day in those of now, unless they are far away. */
const halfDayMs = 43_200_000;

export const requestStates = ['open', 'extended', 'refused', 'done', 'in-force'] as const;

export interface RequestTimes {
	/** `in-force`: a restriction that nobody has lifted. */
	state: (typeof requestStates)[number];
	/** The last day for the answer, in the time zone of the tenant: `2026-12-14`. Null for restrictions. */
	dueOn: string | null;
	/** The first moment after that day, in milliseconds since the epoch. */
	dueAt: number | null;
	/** It has no answer although the day has passed, or got one later. */
	isLate: boolean;
}

type TimedRequest = Pick<ContactRequest, 'kind' | 'at' | 'dueAt' | 'extendedAt' | 'settledAt' | 'isRefused'>;

export interface RequestCalendar {
	describe(request: TimedRequest): RequestTimes;
	/** Returns the first and the last day to which a request can be extended. */
	findExtension(request: TimedRequest): { after: string; last: string };
	/** Returns the first moment of a day of the time zone. @throws RangeError for a day that no calendar has */
	startOf(day: string): number;
	/** Returns the first moment after a day. @throws as `startOf` */
	endOf(day: string): number;
}

/** @param now in milliseconds since the epoch @param timeZone an IANA name: days are those of the people who answer */
export async function openRequestCalendar(law: RequestLaw, timeZone: string, now: number): Promise<RequestCalendar> {
	const { Temporal } = await import('temporal-polyfill');
	const dayOf = (time: number) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(timeZone).toPlainDate();
	const startOf = (day: string, later = 0) => Temporal.PlainDate.from(day).add({ days: later }).toZonedDateTime(timeZone).epochMilliseconds;
	const endOf = (day: string) => startOf(day, 1);
	// The day on which it came does not count. A month ends on the same day of the next, or on its last one (Regulation 1182/71, art. 3).
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
