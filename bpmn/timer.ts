/** What a timer definition says, as Zeebe reads it: ISO 8601 dates, durations, and repeating intervals. */
export interface Cycle {
	/** Undefined for ever. */
	repetitions?: number;
	/** Milliseconds since the epoch of the first time; otherwise one interval from now. */
	start?: number;
	interval: string;
}

const durationPattern =
	/^(-?)P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+(?:\.\d+)?)S)?)?$/;

/** The time one duration after `from`; months and years by the calendar. Undefined when it is no duration. */
export function addDuration(from: number, duration: string): number | undefined {
	const match = durationPattern.exec(duration);
	if (!match || /[PT]$/.test(duration)) return undefined;
	const sign = match[1] === '-' ? -1 : 1;
	const [years, months, weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => sign * Number(part ?? 0)) as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const time = addMonths(from, years * 12 + months) + (weeks * 7 + days) * dayMs + hours * hourMs + minutes * minuteMs + seconds * 1000;
	return Number.isNaN(new Date(time).getTime()) ? undefined : Math.round(time);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A month without that day ends on its last. */
function addMonths(from: number, months: number): number {
	if (months === 0) return from;
	const date = new Date(from);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + months);
	const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, lastDay));
	return date.getTime();
}

/** Milliseconds since the epoch. Undefined when it is no date and time with an offset. */
export function parseDate(text: string): number | undefined {
	const withoutZoneName = text.replace(/\[[^\]]*\]$/, '');
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(withoutZoneName)) return undefined;
	const time = Date.parse(withoutZoneName);
	return Number.isNaN(time) ? undefined : time;
}

/** `R3/PT10S`, `R/PT10S`, `R3/2030-01-01T00:00:00Z/PT10S`. Undefined when it is none of them. */
export function parseCycle(text: string): Cycle | undefined {
	const [head = '', ...rest] = text.split('/');
	const repetitions = /^R(\d*)$/.exec(head)?.[1];
	const interval = rest.at(-1) ?? '';
	const start = rest.length === 2 ? parseDate(rest[0]!) : undefined;
	if (repetitions === undefined || rest.length > 2 || (rest.length === 2 && start === undefined)) return undefined;
	if (addDuration(0, interval) === undefined) return undefined;
	return { ...(repetitions === '' ? {} : { repetitions: Number(repetitions) }), ...(start === undefined ? {} : { start }), interval };
}
