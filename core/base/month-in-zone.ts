/** `from` until before `to`, in milliseconds since the epoch. */
interface Month {
	/** `2026-11` */
	month: string;
	from: number;
	to: number;
}

/** @param timeZone an IANA name @throws RangeError for a month that no calendar has */
export async function findMonth(month: string, timeZone: string): Promise<Month> {
	const { Temporal } = await import('temporal-polyfill');
	const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
	const begin = (of: typeof first) => of.toZonedDateTime(timeZone).epochMilliseconds;
	return { month, from: begin(first), to: begin(first.add({ months: 1 })) };
}

/** `2026-11`, some months earlier. */
export async function nameMonth(now: number, timeZone: string, earlier = 0): Promise<string> {
	const { Temporal } = await import('temporal-polyfill');
	const date = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
	return date.toPlainYearMonth().subtract({ months: earlier }).toString();
}

/** The month before `2026-11`. */
export async function nameMonthBefore(month: string): Promise<string> {
	const { Temporal } = await import('temporal-polyfill');
	return Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString();
}
