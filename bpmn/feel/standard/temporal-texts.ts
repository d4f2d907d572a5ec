import type { Temporal } from 'temporal-polyfill';
import {
	DateTimeValue,
	DateValue,
	type DurationValue,
	getOffset,
	MonthsValue,
	nanosPerSecond,
	offsetText,
	pad,
	TimeValue,
} from '../temporal';
import type { TemporalValue } from '../temporal';
import {
	parseDate as readDate,
	parseDateTime as readDateTime,
	parseDuration as readDuration,
	parseTime as readTime,
} from '../temporal-texts';

const date = String.raw`-?(?:[1-9]\d{4,8}|\d{4})-\d\d-\d\d`;
const time = String.raw`\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d|@\w[\w/+-]*)?`;
const forms = { date: new RegExp(`^${date}$`), time: new RegExp(`^${time}$`), dateTime: new RegExp(`^${date}(?:T${time})?$`) };
const duration = /^-?P(?=.)(?:(?:\d+Y)?(?:\d+M)?|(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d*)?S)?)?)$/;

/** The last moment of a day is the first of the next (XML Schema 1.1, 3.3.7). */
const endOfDay = /T24:00:00(?:\.0+)?(?=$|[Z@+-])/;

/** Cuts digits that are finer than a nanosecond, which say nothing. */
const withNanos = (text: string): string => text.replace(/(\.\d{9})\d+/, '$1');

export const parseDate = (text: string): DateValue | undefined => (forms.date.test(text) ? readDate(text) : undefined);
export const parseTime = (text: string): TimeValue | undefined => (forms.time.test(text) ? readTime(withNanos(text)) : undefined);
export function parseDateTime(text: string): DateTimeValue | undefined {
	if (!forms.dateTime.test(text)) return undefined;
	if (!endOfDay.test(text)) return readDateTime(withNanos(text));
	const beginning = readDateTime(text.replace(endOfDay, 'T00:00:00'));
	if (!beginning) return undefined;
	const { zoned, zone, local } = beginning;
	return zoned ? DateTimeValue.zoned(zoned.add({ days: 1 }), zone) : new DateTimeValue(local.add({ days: 1 }));
}
export const parseDuration = (text: string): MonthsValue | DurationValue | undefined =>
	duration.test(text) ? readDuration(withNanos(text)) : undefined;

export const parseTemporal = (text: string): TemporalValue | undefined =>
	parseDate(text) ?? parseTime(text) ?? parseDateTime(text) ?? parseDuration(text);

/** Writes the value as DMN 1.5, 10.3.4.1 does, and as the parsers read it. */
export function temporalText(value: TemporalValue): string {
	if (value instanceof DateValue) return dateText(value.date);
	if (value instanceof TimeValue) return `${timeText(value.time)}${zoneText(value.offset, value.zone)}`;
	if (value instanceof DateTimeValue) {
		const { local, zoned, zone } = value;
		return `${dateText(local)}T${timeText(local)}${zoneText(zoned && getOffset(zoned), zone)}`;
	}
	return value instanceof MonthsValue ? monthsText(value.months) : durationText(value.nanos);
}

const dateText = ({ year, month, day }: Temporal.PlainDate | Temporal.PlainDateTime): string =>
	`${year < 0 ? '-' : ''}${pad(Math.abs(year), 4)}-${pad(month)}-${pad(day)}`;

function timeText(value: Temporal.PlainTime | Temporal.PlainDateTime): string {
	const nanos = value.millisecond * 1_000_000 + value.microsecond * 1_000 + value.nanosecond;
	return `${pad(value.hour)}:${pad(value.minute)}:${pad(value.second)}${fractionText(nanos)}`;
}

const fractionText = (nanos: number): string => (nanos === 0 ? '' : `.${pad(nanos, 9).replace(/0+$/, '')}`);

const zoneText = (offset: number | undefined, zone: string | undefined): string =>
	zone === undefined ? (offset === undefined ? '' : offset === 0 ? 'Z' : exactOffset(offset)) : `@${zone}`;

/** Writes an offset with its seconds where it has some. */
const exactOffset = (offset: number): string => `${offsetText(offset)}${offset % 60 === 0 ? '' : `:${pad(Math.abs(offset % 60))}`}`;

const joinParts = (parts: Array<[bigint | number, string]>): string =>
	parts.map(([count, unit]) => (Number(count) === 0 ? '' : `${count}${unit}`)).join('');

function monthsText(months: number): string {
	if (months === 0) return 'P0M';
	const absolute = Math.abs(months);
	return `${months < 0 ? '-' : ''}P${joinParts([
		[Math.floor(absolute / 12), 'Y'],
		[absolute % 12, 'M'],
	])}`;
}

function durationText(nanos: bigint): string {
	if (nanos === 0n) return 'PT0S';
	const absolute = nanos < 0n ? -nanos : nanos;
	const seconds = absolute / nanosPerSecond;
	const fraction = fractionText(Number(absolute % nanosPerSecond));
	const time = joinParts([
		[(seconds / 3600n) % 24n, 'H'],
		[(seconds / 60n) % 60n, 'M'],
	]);
	const rest = seconds % 60n === 0n && fraction === '' ? '' : `${seconds % 60n}${fraction}S`;
	const clock = `${time}${rest}`;
	return `${nanos < 0n ? '-' : ''}P${joinParts([[seconds / 86_400n, 'D']])}${clock === '' ? '' : `T${clock}`}`;
}
