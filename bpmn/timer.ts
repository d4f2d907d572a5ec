import { nextTime } from './timers/cron';
import { parseCron, TimerFault } from './timers/parse-cron';

export interface Schedule {
	/** Milliseconds since the epoch. */
	due: number;
	/** Number of rings, the first one included; null for no end. */
	repetitions: number | null;
	/** ISO 8601 duration or cron expression; null when it rings once. */
	interval: string | null;
}

/** Reads a timer definition as Zeebe 8.6 does (recorded in timers/), or says in its words why it is invalid. */
export function parseSchedule(kind: 'date' | 'duration' | 'cycle', text: string, now: number): Schedule | { fault: string } {
	if (kind === 'cycle') return readCycle(text.trim(), now);
	const due = kind === 'date' ? parseDate(text.trim()) : addDuration(now, text.trim());
	const format = kind === 'date' ? 'date-time' : kind;
	return due === undefined ? { fault: `Invalid ${format} format '${text.slice(0, 100)}'` } : { due, repetitions: 1, interval: null };
}

function readCycle(text: string, now: number): Schedule | { fault: string } {
	try {
		return text.startsWith('R') ? readRepetition(text, now) : readCron(text, now);
	} catch (error) {
		if (!(error instanceof TimerFault)) throw error;
		return { fault: error.message.slice(0, 300) };
	}
}

function readCron(text: string, now: number): Schedule {
	const due = nextTime(parseCron(text), now);
	// One that never comes rings once, at once (recorded from 8.6).
	return { due: due ?? now, repetitions: due === undefined ? 0 : null, interval: text };
}

/** `R3/PT10S`, `R/PT10S`, `R3/2030-01-01T00:00:00Z/PT10S`. */
function readRepetition(text: string, now: number): Schedule {
	const [count, ...rest] = text.slice(1).split('/') as [string, ...string[]];
	if (rest.length === 0) throw new TimerFault('No interval given');
	const interval = rest.pop()!;
	const start = rest.join('/');
	if (!/^(?:-?\d+)?$/.test(count) || Number(count) >= 2 ** 31) throw new TimerFault('Cannot parse repetitions count');
	const started = start === '' ? 0 : parseDate(start);
	if (started === undefined) throw new TimerFault(`Text '${start}' could not be parsed at index 0`);
	const next = addDuration(now, interval);
	if (next === undefined) throw new TimerFault(`Text cannot be parsed to a ${isPeriod(interval) ? 'Duration' : 'Period'}`);
	const forEver = count === '' || count === '-1';
	return { due: started > now ? started : next, repetitions: forEver ? null : Number(count), interval };
}

/** Zeebe reads years to days first; what comes after them is to be a duration. */
const isPeriod = (interval: string): boolean => addDuration(0, `${interval.split('T')[0]!}T1S`) !== undefined;

/** Returns the next ring; undefined after the last. A duration counts from when it was due, so that it does not drift. */
export function scheduleAgain({ due, repetitions, interval }: Schedule, now: number): Schedule | undefined {
	if (interval === null || (repetitions !== null && repetitions <= 1)) return undefined;
	const next = addDuration(due, interval) ?? nextTime(parseCron(interval), now);
	return next === undefined ? undefined : { due: next, repetitions: repetitions === null ? null : repetitions - 1, interval };
}

const whole = String.raw`([+-]?\d+)`;
const datePart = `(?:${whole}[Yy])?(?:${whole}[Mm])?(?:${whole}[Ww])?(?:${whole}[Dd])?`;
const timePart = String.raw`(?:T(?=.)(?:${whole}[Hh])?(?:${whole}[Mm])?(?:([+-]?\d+(?:[.,]\d{0,9})?)[Ss])?)?`;
const durationPattern = new RegExp(`^([+-]?)P(?=.)${datePart}${timePart}$`);

/** The time one duration after `from`; months and years by the calendar. Undefined when it is not a duration. */
export function addDuration(from: number, duration: string): number | undefined {
	const match = durationPattern.exec(duration);
	if (!match) return undefined;
	const sign = match[1] === '-' ? -1 : 1;
	const [years, months, weeks, days, hours, minutes, seconds] = match
		.slice(2)
		.map((part) => sign * Number(part?.replace(',', '.') ?? 0)) as [number, number, number, number, number, number, number];
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

const datePattern =
	/^([+-]?\d{4,6}-\d\d-(\d\d)T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)(?:z|([+-]\d\d)(?::?(\d\d))?)(?:\[([^\]]+)\])?$/i;

/** Milliseconds since the epoch. Undefined when it is not a date and time with an offset. */
export function parseDate(text: string): number | undefined {
	const match = datePattern.exec(text);
	if (!match) return undefined;
	const [, local, day, , hours, minutes, zone] = match;
	const isWithoutColon = hours !== undefined && minutes !== undefined && !text.includes(`${hours}:${minutes}`);
	if (isWithoutColon || (zone !== undefined && !isZone(zone))) return undefined;
	const time = Date.parse(`${withLongYear(local!.toUpperCase())}${hours === undefined ? 'Z' : `${hours}:${minutes ?? '00'}`}`);
	const existsDay = new Date(Date.parse(`${withLongYear(local!.toUpperCase())}Z`)).getUTCDate() === Number(day);
	return Number.isNaN(time) || !existsDay ? undefined : time;
}

/** Years beyond four digits have a sign; JavaScript wants six digits of them. */
const withLongYear = (date: string): string =>
	date.replace(/^([+-])(\d{4,6})-/, (_, sign: string, year: string) => `${sign}${year.padStart(6, '0')}-`);

function isZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		// It throws for an unknown one, which is the answer.
		return false;
	}
}
