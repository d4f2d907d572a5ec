import type { Temporal } from 'temporal-polyfill';
import { holidaySets, toMonthDay } from './holidays';

/** Minutes since midnight; `closes` is above 1,440 if it is on the next day. */
export interface MinuteSpan {
	opens: number;
	closes: number;
}

interface DayHours {
	isOn: (date: Temporal.PlainDate) => boolean;
	spans: MinuteSpan[];
}

interface WeekHours extends DayHours {
	isOn: (date: Pick<Temporal.PlainDate, 'dayOfWeek'>) => boolean;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** @param text as in `hoursPattern`: `mon-fri 09:00-12:00 13:00-18:00` */
export function readHours(text: string): WeekHours {
	const [days, ...spans] = text.split(' ') as [string, ...string[]];
	const [first, last = first] = days.split('-').map((day) => weekdays.indexOf(day)) as [number, number?];
	const length = (last - first + 7) % 7;
	return { isOn: ({ dayOfWeek }) => (dayOfWeek - 1 - first + 7) % 7 <= length, spans: spans.map(readSpan) };
}

/** Writes quiet hours as hours: `20:00-08:00` means every day, `sun` the whole day. */
export function toHours(quiet: string): string {
	const days = /^[a-z]/.test(quiet) ? quiet : `mon-sun ${quiet}`;
	return days.includes(' ') ? days : `${days} 00:00-24:00`;
}

/** @param text as in `holidayPattern`: `BR`, `2026-12-24 09:00-12:00`, or `12-31` of each year */
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
