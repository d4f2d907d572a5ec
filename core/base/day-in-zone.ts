/** A day of a time zone, in milliseconds since the epoch: `from` included, `to` excluded. It can have 23 or 25 hours. */
export interface Day {
	/** `2026-11-28` */
	day: string;
	timeZone: string;
	from: number;
	to: number;
}

/** @param day `2026-11-28`, `today` or `yesterday` @param timeZone an IANA name @throws RangeError for a day that no calendar has */
export async function findDay(day: string, timeZone: string, now: number): Promise<Day> {
	const { Temporal } = await import('temporal-polyfill');
	const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
	const named = day === 'today' ? today : day === 'yesterday' ? today.subtract({ days: 1 }) : undefined;
	const date = named ?? Temporal.PlainDate.from(day);
	const begin = (of: typeof date) => of.toZonedDateTime(timeZone).epochMilliseconds;
	return { day: date.toString(), timeZone, from: begin(date), to: begin(date.add({ days: 1 })) };
}
