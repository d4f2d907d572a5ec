import type { Temporal } from 'temporal-polyfill';
import { TroupeError } from '../../base/errors';
import type { MailboxRules } from '../../ports/channels/mailbox-rules';
import { holidaySets, toMonthDay } from './holidays';

/** Minutes since the midnight with which the day begins; `closes` is above 1,440 for hours that end on the next day. */
export interface MinuteSpan {
	opens: number;
	closes: number;
}

/** Hours of the days that it is about. */
export interface DayHours {
	isOn: (date: Temporal.PlainDate) => boolean;
	spans: MinuteSpan[];
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** @param text as `hoursPattern` has it: `mon-fri 09:00-12:00 13:00-18:00` */
export function readHours(text: string): DayHours {
	const [days, ...spans] = text.split(' ') as [string, ...string[]];
	const [first, last = first] = days.split('-').map((day) => weekdays.indexOf(day)) as [number, number?];
	const length = (last - first + 7) % 7;
	return { isOn: ({ dayOfWeek }) => (dayOfWeek - 1 - first + 7) % 7 <= length, spans: spans.map(readSpan) };
}

/** @param text as `holidayPattern` has it: `BR`, `2026-12-24 09:00-12:00`, or `12-31` of each year */
export function readHoliday(text: string): DayHours {
	const [name, ...spans] = text.split(' ') as [string, ...string[]];
	const isOn: DayHours['isOn'] = holidaySets[name] ?? ((date) => name === date.toString() || name === toMonthDay(date));
	return { isOn, spans: spans.map(readSpan) };
}

function readSpan(text: string): MinuteSpan {
	const [opens, closes] = text.split('-').map(readMinutes) as [number, number];
	return { opens, closes: closes > opens ? closes : closes + 1_440 };
}

function readMinutes(text: string): number {
	const [hours, minutes] = text.split(':').map(Number) as [number, number];
	return hours * 60 + minutes;
}

type Hours = Partial<Pick<MailboxRules, 'hours' | 'holidays' | 'timeZone' | 'whenClosed' | 'closedText'>>;

/** Checks what patterns do not tell. @throws TroupeError INPUT_INVALID */
export function checkHours({ hours, holidays = [], timeZone, whenClosed, closedText }: Hours): void {
	if (hours === undefined && (holidays.length > 0 || whenClosed === 'wait' || closedText !== undefined))
		throw invalid(
			'The channel has no hours, and is never closed.',
			'Add --hours "mon-fri 09:00-18:00", or take back holidays, --when-closed and --closed-text too.',
		);
	if (hours !== undefined && timeZone === undefined)
		throw invalid('The hours have no time zone, and the tenant has none.', 'Add --time-zone, such as America/Sao_Paulo.');
	if (timeZone !== undefined && !isTimeZone(timeZone))
		throw invalid(`There is no time zone ${JSON.stringify(timeZone.slice(0, 60))}.`, 'Use an IANA name such as America/Sao_Paulo.');
	const empty = [...(hours ?? []), ...holidays].find((text) =>
		text.split(' ').some((span) => span.includes(':') && span.split('-')[0] === span.split('-')[1]),
	);
	if (empty !== undefined)
		throw invalid(`The hours "${empty}" end when they begin.`, 'Write a whole day as 00:00-24:00, and leave out a day that is closed.');
	const never = holidays.map((text) => text.split(' ')[0]!).find((day) => !(day in holidaySets) && !isDay(day));
	if (never !== undefined) throw invalid(`The calendar has no day ${never}.`, 'Write a holiday as 2026-12-24, or as 12-24 for each year.');
}

function isDay(text: string): boolean {
	const day = text.length === 5 ? `2024-${text}` : text; // a leap year
	return Date.parse(day) > 0 && new Date(day).toISOString().startsWith(day);
}

function isTimeZone(timeZone: string): boolean {
	try {
		void new Intl.DateTimeFormat('en', { timeZone });
		return true;
	} catch {
		return false;
	}
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
