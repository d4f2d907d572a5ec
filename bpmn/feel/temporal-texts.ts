import { Temporal } from 'temporal-polyfill';
import type { ZeebeVersion } from '../zeebe-version';
import {
	atZone,
	DateTimeValue,
	DateValue,
	DurationValue,
	MonthsValue,
	nanosPerSecond,
	getOffset,
	offsetText,
	pad,
	standardOffset,
	TimeValue,
	type TemporalValue,
} from './temporal';
import { readZone } from './zones';

const datePattern = /^(-?)((?:[1-9]\d{0,4})?\d{4})-([01]\d)-([0-3]\d)$/;
const clock = String.raw`(\d\d):(\d\d)(?::(\d\d))?(?:\.(\d{1,9}))?`;
const localTimePattern = new RegExp(`^T?${clock}$`);
const offsetTimePattern = /^T?\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[+-]\d\d:\d\d|Z|@.+)$/;
const localDateTimePattern = /^(.+)T([0-2]\d:[0-5]\d(?::[0-5]\d)?(?:\.\d{1,9})?)$/;
const zonePattern = /(?:([+-]\d\d:\d\d)|Z|@(.+))$/;
const monthsPattern = /^(-?)P(?=[-\d])(?:(-?\d+)Y)?(?:(-?\d+)M)?$/;
const durationPattern = /^(-?)P(?=[-\dT])(?:(-?\d+)D)?(?:T(?=[-\d])(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d{0,9}))?S)?)?$/;

/** No text that can be read is longer. The patterns take quadratic time for some that cannot. */
const maxCharacters = 200;

type Parsed<T> = T | undefined;

/** Reads the text of `date("…")` and similar literals; null when it is invalid. */
export function temporalLiteral(kind: '@' | 'date' | 'time' | 'date and time' | 'duration', text: string): TemporalValue | null {
	const parsers = { date: parseDate, time: parseTime, 'date and time': parseDateTime, duration: parseDuration, '@': parseAny };
	return parsers[kind](text) ?? null;
}

const parseAny = (text: string): Parsed<TemporalValue> => {
	if (datePattern.test(text)) return parseDate(text);
	if (offsetTimePattern.test(text)) return parseTime(text);
	return (text.includes('T') ? parseDateTime(text) : undefined) ?? parseDuration(text) ?? parseTime(text);
};

export function parseDate(text: string): Parsed<DateValue> {
	const date = plainDate(text);
	return date && new DateValue(date);
}

function plainDate(text: string): Parsed<Temporal.PlainDate> {
	const match = datePattern.exec(text);
	return match ? attempt(() => new Temporal.PlainDate(Number(`${match[1]!}${match[2]!}`), Number(match[3]), Number(match[4]))) : undefined;
}

export function parseTime(text: string): Parsed<TimeValue> {
	if (text.length > maxCharacters) return undefined;
	const zone = offsetTimePattern.test(text) ? zonePattern.exec(text) : null;
	const time = plainTime(zone ? text.slice(0, zone.index) : text, true);
	if (!time) return undefined;
	if (!zone) return new TimeValue(time);
	const [, offset, name] = zone;
	if (name === undefined) return new TimeValue(time, toSeconds(offset ?? '+00:00'));
	return attempt(() => {
		const { id, name: label } = readZone(name);
		return new TimeValue(time, standardOffset(id, Date.now()), label);
	});
}

function plainTime(text: string, endOfDay = false): Parsed<Temporal.PlainTime> {
	const match = localTimePattern.exec(text);
	if (!match) return undefined;
	const [hour, minute, second] = match.slice(1, 4).map((part) => Number(part ?? 0)) as [number, number, number];
	const nanos = Number((match[4] ?? '').padEnd(9, '0'));
	if (endOfDay && hour === 24 && minute === 0 && second === 0 && nanos === 0) return new Temporal.PlainTime();
	return attempt(() => new Temporal.PlainTime(hour, minute, second, Math.floor(nanos / 1e6), Math.floor(nanos / 1e3) % 1000, nanos % 1000));
}

export function parseDateTime(text: string): Parsed<DateTimeValue> {
	if (text.length > maxCharacters) return undefined;
	const midnight = plainDate(text);
	if (midnight) return new DateTimeValue(midnight.toPlainDateTime());
	const zone = /T.*(?:[+-]|Z$|@)/.test(text) ? zonePattern.exec(text) : null;
	const match = localDateTimePattern.exec(zone ? text.slice(0, zone.index) : text);
	const date = match && plainDate(match[1]!);
	const time = match && plainTime(match[2]!);
	if (!date || !time) return undefined;
	const local = date.toPlainDateTime(time);
	if (!zone) return new DateTimeValue(local);
	const [, offset, name] = zone;
	return attempt(() => atZone(local, name ?? offset ?? '+00:00'));
}

export function parseDuration(text: string): Parsed<MonthsValue | DurationValue> {
	const months = monthsPattern.exec(text);
	if (months) return new MonthsValue((months[1] === '-' ? -1 : 1) * (Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0)) + 0);
	const match = durationPattern.exec(text);
	if (!match) return undefined;
	const [days, hours, minutes] = match.slice(2, 5).map((part) => BigInt(part ?? 0)) as [bigint, bigint, bigint];
	const seconds = BigInt(match[6] ?? 0) * nanosPerSecond + BigInt((match[7] ?? '').padEnd(9, '0'));
	const nanos = ((days * 24n + hours) * 60n + minutes) * 60n * nanosPerSecond + (match[5] === '-' ? -seconds : seconds);
	return new DurationValue(match[1] === '-' ? -nanos : nanos);
}

const toSeconds = (offset: string): number =>
	(offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(4, 6)) * 60);

function attempt<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch (error) {
		// A day or an hour that there is not, or an unknown zone.
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/**
 * Writes a value as a variable: in 8.6 the text form of Java, which leaves out zero seconds; later that of `string()`, except for zones.
 */
export function variableText(value: TemporalValue, version: ZeebeVersion): string {
	if (version !== '8.6' && (value instanceof MonthsValue || value instanceof DurationValue)) return displayText(value);
	if (value instanceof DateValue) return dateText(value.date);
	if (value instanceof MonthsValue) return periodText(value.months);
	if (value instanceof DurationValue) return durationText(value.nanos);
	if (value instanceof TimeValue) return value.offset === undefined ? shortTime(value.time) : displayText(value);
	const time = version === '8.6' ? shortTime : longTime;
	const local = `${dateText(value.local.toPlainDate())}T${time(value.local.toPlainTime())}`;
	return value.zoned ? `${local}${offsetId(getOffset(value.zoned))}${value.zone === undefined ? '' : `[${value.zone}]`}` : local;
}

export function displayText(value: TemporalValue): string {
	if (value instanceof DateValue) return dateText(value.date);
	if (value instanceof MonthsValue) return signed(value.months, (months) => parts([months / 12n, 'Y'], [months % 12n, 'M']), 'P0Y');
	if (value instanceof DurationValue) return signed(value.nanos / nanosPerSecond, dayTimeText, 'P0D');
	if (value instanceof TimeValue) return `${longTime(value.time)}${zoneText(value.offset, value.zone)}`;
	const { local, zoned, zone } = value;
	return `${dateText(local.toPlainDate()).replace(/^\+/, '')}T${longTime(local.toPlainTime())}${zoneText(zoned && getOffset(zoned), zone)}`;
}

const zoneText = (offset: number | undefined, zone: string | undefined): string =>
	zone === undefined ? (offset === undefined ? '' : offsetId(offset)) : `@${zone}`;

const offsetId = (seconds: number): string => (seconds === 0 ? 'Z' : offsetText(seconds));

function dateText({ year, month, day }: Temporal.PlainDate): string {
	const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
	return `${sign}${pad(Math.abs(year), 4)}-${pad(month)}-${pad(day)}`;
}

const readFraction = ({ millisecond, microsecond, nanosecond }: Temporal.PlainTime): string =>
	`${pad(millisecond, 3)}${pad(microsecond, 3)}${pad(nanosecond, 3)}`;

function shortTime(time: Temporal.PlainTime): string {
	const fraction = readFraction(time).replace(/(?:000)+$/, '');
	const seconds = time.second === 0 && fraction === '' ? '' : `:${pad(time.second)}`;
	return `${pad(time.hour)}:${pad(time.minute)}${seconds}${fraction === '' ? '' : `.${fraction}`}`;
}

function longTime(time: Temporal.PlainTime): string {
	const fraction = readFraction(time).replace(/0+$/, '');
	return `${pad(time.hour)}:${pad(time.minute)}:${pad(time.second)}${fraction === '' ? '' : `.${fraction}`}`;
}

function periodText(months: number): string {
	return months === 0 ? 'P0D' : `P${parts([BigInt(Math.trunc(months / 12)), 'Y'], [BigInt(months % 12), 'M'])}`;
}

function durationText(nanos: bigint): string {
	if (nanos === 0n) return 'PT0S';
	const seconds = nanos / nanosPerSecond;
	const fraction = String(nanos < 0n ? -(nanos % nanosPerSecond) : nanos % nanosPerSecond)
		.padStart(9, '0')
		.replace(/0+$/, '');
	const rest = seconds % 60n;
	const sign = nanos < 0n && rest === 0n && fraction !== '' ? '-' : '';
	const last = rest === 0n && fraction === '' ? '' : `${sign}${rest}${fraction === '' ? '' : `.${fraction}`}S`;
	return `PT${parts([seconds / 3600n, 'H'], [(seconds / 60n) % 60n, 'M'])}${last}`;
}

function dayTimeText(seconds: bigint): string {
	const time = parts([(seconds / 3600n) % 24n, 'H'], [(seconds / 60n) % 60n, 'M'], [seconds % 60n, 'S']);
	return `${parts([seconds / 86_400n, 'D'])}${time === '' ? '' : `T${time}`}`;
}

const parts = (...values: Array<[bigint, string]>): string =>
	values.map(([value, unit]) => (value === 0n ? '' : `${value}${unit}`)).join('');

function signed(value: bigint | number, text: (positive: bigint) => string, zero: string): string {
	const whole = BigInt(value);
	if (whole === 0n) return zero;
	return whole < 0n ? `-P${text(-whole)}` : `P${text(whole)}`;
}
