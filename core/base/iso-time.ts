/** Writes milliseconds since the epoch as ISO 8601; null and undefined stay. */
export const toIso = <Time extends number | null | undefined>(time: Time) =>
	(typeof time === 'number' ? new Date(time).toISOString() : time) as string | Exclude<Time, number>;

const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** Reads ISO 8601 with a time zone, or a UTC day; undefined for other texts and impossible days. @returns milliseconds since the epoch */
export function fromIso(text: string): number | undefined {
	const time = isoTime.test(text) ? Date.parse(text) : Number.NaN;
	const day = text.slice(0, 10);
	return !Number.isNaN(time) && new Date(day).toISOString().startsWith(day) ? time : undefined;
}

export const toDay = (time: number): string => toIso(time).slice(0, 10);

export const toMinute = (time: number): string => toIso(time).slice(0, 16).replace('T', ' ');

/** `2026-11-27 22:30` in a time zone. @param timeZone an IANA name */
export const toZonedMinute = (time: number, timeZone: string): string => toZonedSecond(time, timeZone).slice(0, -3);

/** @param timeZone an IANA name */
export const toZonedDay = (time: number, timeZone: string): string => toZonedSecond(time, timeZone).replace(/ 00:00:00$|:\d\d$/, '');

/** `2026-11-27 22:30:59`, for logs. @param timeZone an IANA name */
export function toZonedSecond(time: number, timeZone: string): string {
	const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
	const clock = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
	const parts = new Intl.DateTimeFormat('en-CA', { timeZone, ...date, ...clock }).formatToParts(time);
	const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
	const day = `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`;
	return `${day} ${of('hour')}:${of('minute')}:${of('second')}`;
}

/** In the time zone if there is one, otherwise marked as UTC. */
export const toLocalMinute = (time: number, timeZone: string | undefined): string =>
	timeZone === undefined ? `${toMinute(time)} UTC` : toZonedMinute(time, timeZone);
