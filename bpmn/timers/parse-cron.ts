/** Zeebe's documentation, timer cycles: a Spring cron expression with seconds; accepted forms are recorded from 8.6. */
export interface Cron {
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

export class TimerFault extends Error {}

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

/** @throws TimerFault with Zeebe's reason for a text that is not a cron expression (recorded from 8.6 and 8.8) */
export function parseCron(text: string): Cron {
	const expression = text.trim();
	if (expression === '') throw new TimerFault('Empty expression!');
	const parts = (Object.hasOwn(macros, expression) ? macros[expression]! : expression).toUpperCase().split(/\s+/);
	if (parts.length !== 6) throw new TimerFault(`Cron expression contains ${parts.length} parts but we expect one of [6]`);
	const [seconds, minutes, hours, daysOfMonth, monthsOfYear, daysOfWeek] = parts as [string, string, string, string, string, string];
	const second = parseValues(seconds, fields.second);
	const minute = parseValues(minutes, fields.minute);
	const hour = parseValues(hours, fields.hour);
	const dayOfMonth = parseRules(daysOfMonth, parseDayOfMonth);
	const month = parseValues(monthsOfYear, fields.month);
	const dayOfWeek = parseRules(daysOfWeek, parseDayOfWeek);
	// Two question marks ask for no day at all.
	const noDay = daysOfMonth === '?' && daysOfWeek === '?';
	return { second, minute, hour, month, dayOfMonth: noDay ? [] : dayOfMonth, dayOfWeek };
}

/** `*`, `5`, `1-5`, `*` or a value or a range with a step, and lists of those. */
function parseValues(text: string, field: Field): Set<number> {
	return new Set(splitList(text).flatMap((part) => parsePart(part, field)));
}

function splitList(text: string): string[] {
	if (text.endsWith(',')) throw new TimerFault(`Invalid field value! Trailing commas not permitted! '${text}'`);
	return text.split(',');
}

function parsePart(text: string, field: Field): number[] {
	const [range, stepText, ...more] = text.split('/') as [string, ...string[]];
	const ends = range.split('-');
	if (ends.length > 2) throw cronFault(`Missing values for range: ${text}`);
	if (more.length > 0) throw cronFault(`Invalid expression: ${text}`);
	const [start, end] = ends as [string, string?];
	if (start === '' && end !== undefined)
		throw cronFault(`Invalid expression! Expression: ${text} does not describe a range. Negative numbers are not allowed.`);
	const isAny = (start === '*' || start === '?') && end === undefined;
	const from = isAny ? field.from : parseValue(start, field);
	const step = stepText === undefined ? 1 : parseStep(stepText, field);
	const to = end === undefined ? (isAny || stepText !== undefined ? field.to : from) : parseValue(end, field);
	if (to >= from) return series(from, to, step);
	if (!field.wraps) throw cronFault(`Invalid range! [${from},${to}]`);
	return [...series(from, field.to, step), ...series(field.from, to, step)];
}

function parseStep(text: string, { to }: Field): number {
	if (!/^\d{1,9}$/.test(text)) throw cronFault(`For input string: "${text}"`);
	const step = Number(text);
	if (step < 1 || step > to) throw cronFault(`Period ${step} not in range [0, ${to}]`);
	return step;
}

const series = (from: number, to: number, step: number): number[] =>
	Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

function parseValue(text: string, field: Field): number {
	const { names, firstName = 0 } = field;
	const place = names?.indexOf(text) ?? -1;
	if (place >= 0) return place + firstName;
	if (/^\+?\d{1,9}$/.test(text)) return expectInRange(Number(text), field);
	throw cronFault(`Invalid chars in expression! Expression: ${text} Invalid chars: ${/^[\d*?W]*$/.test(text) ? '' : text}`);
}

function expectInRange(value: number, { from, to }: Field): number {
	if (value < from || value > to) throw cronFault(`Value ${value} not in range [${from}, ${to}]`);
	return value;
}

const cronFault = (reason: string): TimerFault => new TimerFault(`Failed to parse cron expression. ${reason}`);

/** Zeebe 8.6 passes over the last day in a list. */
function parseRules(text: string, parse: (part: string) => DayRule): DayRule[] {
	const parts = splitList(text);
	return parts.map((part) => (part === 'L' && parts.length > 1 ? () => false : parse(part)));
}

/** `L` the last, `L-3` three before it, `LW` the last working day, `15W` the working day nearest to it. */
function parseDayOfMonth(text: string): DayRule {
	const last = /^L(?:-(\d{1,9}))?$/.exec(text);
	if (last) {
		const before = last[1] === undefined ? 0 : expectInRange(Number(last[1]), fields.dayOfMonth);
		return ({ day, lastDay }) => day === lastDay - before;
	}
	if (text === 'LW') return (day) => day.day === nearestWorkingDay(day.lastDay, day);
	const working = /^(\d+)W$/.exec(text)?.[1];
	if (working !== undefined) {
		const wanted = parseValue(working, fields.dayOfMonth);
		return (day) => wanted <= day.lastDay && day.day === nearestWorkingDay(wanted, day);
	}
	const values = parseValues(text, fields.dayOfMonth);
	return ({ day }) => values.has(day);
}

/** Within the month. */
function nearestWorkingDay(wanted: number, { day, weekday, lastDay }: Day): number {
	const weekdayOfWanted = (((weekday + wanted - day) % 7) + 7) % 7;
	if (weekdayOfWanted === 6) return wanted === 1 ? 3 : wanted - 1;
	if (weekdayOfWanted === 0) return wanted === lastDay ? wanted - 2 : wanted + 1;
	return wanted;
}

/** `5L` the last Friday, `MON#1` the first Monday, `L` Sunday. */
function parseDayOfWeek(text: string): DayRule {
	if (text === 'L') return ({ weekday }) => weekday === 0;
	if (text.startsWith('#')) throw cronFault('Time should be specified!');
	const special = /^([^#]+?)(?:L|#(\d{1,9}))$/.exec(text);
	if (special) {
		const wanted = parseValue(special[1]!, fields.dayOfWeek);
		const week = special[2] === undefined ? undefined : expectInRange(Number(special[2]), fields.dayOfWeek);
		return ({ day, weekday, lastDay }) => weekday === wanted % 7 && (week === undefined ? day + 7 > lastDay : Math.ceil(day / 7) === week);
	}
	const values = parseValues(text, fields.dayOfWeek);
	return ({ weekday }) => values.has(weekday) || (weekday === 0 && values.has(7));
}
