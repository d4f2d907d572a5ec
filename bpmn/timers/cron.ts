/** Zeebe's documentation, timer cycles: a cron expression of Spring's kind, with seconds; what it accepts is recorded from 8.6. */
interface Cron {
	second: Set<number>;
	minute: Set<number>;
	hour: Set<number>;
	/** One rule that holds is enough; both the month's days and the week's must hold. */
	dayOfMonth: DayRule[];
	month: Set<number>;
	dayOfWeek: DayRule[];
}

type DayRule = (day: Day) => boolean;

interface Day {
	day: number;
	/** 0 is Sunday. */
	weekday: number;
	lastDay: number;
}

const macros: Record<string, string> = {
	'@yearly': '0 0 0 1 1 *',
	'@annually': '0 0 0 1 1 *',
	'@monthly': '0 0 0 1 * *',
	'@weekly': '0 0 0 * * 0',
	'@daily': '0 0 0 * * *',
	'@midnight': '0 0 0 * * *',
	'@hourly': '0 0 * * * *',
};
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const dayMs = 86_400_000;
/** A day of February that is a certain day of the week comes within them. */
const searchedDays = 366 * 41;

interface Field {
	from: number;
	to: number;
	names?: string[];
	firstName?: number;
	/** A range may run over the end, from Friday to Monday. */
	wraps?: true;
}

const fields = {
	second: { from: 0, to: 59 },
	minute: { from: 0, to: 59 },
	hour: { from: 0, to: 23 },
	dayOfMonth: { from: 1, to: 31 },
	month: { from: 1, to: 12, names: months, firstName: 1 },
	dayOfWeek: { from: 0, to: 7, names: weekdays, firstName: 0, wraps: true },
} satisfies Record<string, Field>;

/** Returns undefined for a text that is not a cron expression. */
export function parseCron(text: string): Cron | undefined {
	const parts = (Object.hasOwn(macros, text) ? macros[text]! : text).trim().toUpperCase().split(/\s+/);
	if (parts.length !== 6) return undefined;
	const [seconds, minutes, hours, daysOfMonth, monthsOfYear, daysOfWeek] = parts as [string, string, string, string, string, string];
	const [second, minute, hour, month] = [
		parseValues(seconds, fields.second),
		parseValues(minutes, fields.minute),
		parseValues(hours, fields.hour),
		parseValues(monthsOfYear, fields.month),
	];
	const dayOfMonth = parseRules(daysOfMonth, parseDayOfMonth);
	const dayOfWeek = parseRules(daysOfWeek, parseDayOfWeek);
	if (!second || !minute || !hour || !month || !dayOfMonth || !dayOfWeek) return undefined;
	// Two question marks ask for no day at all.
	const noDay = daysOfMonth === '?' && daysOfWeek === '?';
	return { second, minute, hour, month, dayOfMonth: noDay ? [] : dayOfMonth, dayOfWeek };
}

/** The next time after `after` (milliseconds since the epoch, UTC); undefined when there is none. */
export function nextTime(cron: Cron, after: number): number | undefined {
	// A time that holds already is left by one second, and keeps its milliseconds (recorded from 8.6).
	const soon = after + 1000;
	if (holds(cron, after) && holds(cron, soon)) return soon;
	const earliest = Math.floor(soon / 1000) * 1000;
	let day = Math.floor(earliest / dayMs) * dayMs;
	for (let searched = 0; searched < searchedDays; searched++, day += dayMs) {
		if (!holdsOnDay(cron, day)) continue;
		const time = firstTimeOfDay(cron, Math.max(earliest - day, 0));
		if (time !== undefined) return day + time;
	}
	return undefined;
}

function holds(cron: Cron, time: number): boolean {
	const date = new Date(time);
	const clock = cron.second.has(date.getUTCSeconds()) && cron.minute.has(date.getUTCMinutes()) && cron.hour.has(date.getUTCHours());
	return clock && holdsOnDay(cron, time);
}

function holdsOnDay({ month, dayOfMonth, dayOfWeek }: Cron, time: number): boolean {
	const date = new Date(time);
	if (!month.has(date.getUTCMonth() + 1)) return false;
	const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	const day = { day: date.getUTCDate(), weekday: date.getUTCDay(), lastDay };
	return dayOfMonth.some((rule) => rule(day)) && dayOfWeek.some((rule) => rule(day));
}

/** Milliseconds of the day, not before `earliest`. */
function firstTimeOfDay({ hour, minute, second }: Cron, earliest: number): number | undefined {
	for (const [h, m, s] of clockTimes(hour, minute, second, earliest)) {
		const time = ((h * 60 + m) * 60 + s) * 1000;
		if (time >= earliest) return time;
	}
	return undefined;
}

/** In order, beginning with the hour and minute of `earliest`. */
function* clockTimes(hours: Set<number>, minutes: Set<number>, seconds: Set<number>, earliest: number): Iterable<[number, number, number]> {
	const [sortedMinutes, sortedSeconds] = [ascending(minutes), ascending(seconds)];
	for (const h of ascending(hours)) {
		if ((h + 1) * 3_600_000 <= earliest) continue;
		for (const m of sortedMinutes) {
			if ((h * 60 + m + 1) * 60_000 <= earliest) continue;
			for (const s of sortedSeconds) yield [h, m, s];
		}
	}
}

const ascending = (values: Set<number>): number[] => [...values].sort((a, b) => a - b);

/** `*`, `5`, `1-5`, `*` or a value or a range with a step, and lists of those. */
function parseValues(text: string, field: Field): Set<number> | undefined {
	const parts = text.split(',').map((part) => parsePart(part, field));
	return parts.every((part) => part !== undefined) ? new Set(parts.flat()) : undefined;
}

function parsePart(text: string, field: Field): number[] | undefined {
	const match = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d+))?$/.exec(text);
	if (!match) return undefined;
	const [, start, end, stepText] = match;
	const step = stepText === undefined ? 1 : Number(stepText);
	const isAny = start === '*' || start === '?';
	const from = isAny ? field.from : parseValue(start!, field);
	const single = !isAny && stepText === undefined ? from : field.to;
	const to = end === undefined ? single : isAny ? undefined : parseValue(end, field);
	if (from === undefined || to === undefined || step < 1 || step > field.to) return undefined;
	if (to >= from) return series(from, to, step);
	return field.wraps ? [...series(from, field.to, step), ...series(field.from, to, step)] : undefined;
}

const series = (from: number, to: number, step: number): number[] =>
	Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

function parseValue(text: string, { from, to, names, firstName = 0 }: Field): number | undefined {
	const place = names?.indexOf(text) ?? -1;
	const value = place >= 0 ? place + firstName : /^\d+$/.test(text) ? Number(text) : -1;
	return value >= from && value <= to ? value : undefined;
}

function parseRules(text: string, parse: (part: string) => DayRule | undefined): DayRule[] | undefined {
	const parts = text.split(',');
	// Zeebe 8.6 passes over the last day in a list.
	const rules = parts.map((part) => (part === 'L' && parts.length > 1 ? () => false : parse(part)));
	return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

/** `L` the last, `L-3` three before it, `LW` the last working day, `15W` the working day nearest to it. */
function parseDayOfMonth(text: string): DayRule | undefined {
	const last = /^L(?:-(\d+))?$/.exec(text);
	if (last) return ({ day, lastDay }) => day === lastDay - Number(last[1] ?? 0);
	if (text === 'LW') return (day) => day.day === nearestWorkingDay(day.lastDay, day);
	const working = /^(\d+)W$/.exec(text)?.[1];
	if (working !== undefined) {
		const wanted = parseValue(working, fields.dayOfMonth);
		return wanted === undefined ? undefined : (day) => wanted <= day.lastDay && day.day === nearestWorkingDay(wanted, day);
	}
	const values = parseValues(text, fields.dayOfMonth);
	return values && (({ day }) => values.has(day));
}

/** Within the month. */
function nearestWorkingDay(wanted: number, { day, weekday, lastDay }: Day): number {
	const weekdayOfWanted = (((weekday + wanted - day) % 7) + 7) % 7;
	if (weekdayOfWanted === 6) return wanted === 1 ? 3 : wanted - 1;
	if (weekdayOfWanted === 0) return wanted === lastDay ? wanted - 2 : wanted + 1;
	return wanted;
}

/** `5L` the last Friday, `MON#1` the first Monday, `L` Sunday. */
function parseDayOfWeek(text: string): DayRule | undefined {
	if (text === 'L') return ({ weekday }) => weekday === 0;
	const special = /^([^#]+?)(?:L|#(\d+))$/.exec(text);
	if (special) {
		const wanted = parseValue(special[1]!, fields.dayOfWeek);
		if (wanted === undefined) return undefined;
		const week = special[2] === undefined ? undefined : Number(special[2]);
		return ({ day, weekday, lastDay }) => weekday === wanted % 7 && (week === undefined ? day + 7 > lastDay : Math.ceil(day / 7) === week);
	}
	const values = parseValues(text, fields.dayOfWeek);
	return values && (({ weekday }) => values.has(weekday) || (weekday === 0 && values.has(7)));
}
