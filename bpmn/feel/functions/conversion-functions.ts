import { Temporal } from 'temporal-polyfill';
import { isNumber, parseNumber, toDouble, toInteger } from '../numbers';
import { atZone, DateTimeValue, DateValue, DurationValue, MonthsValue, getOffset, TimeValue } from '../temporal';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../temporal-texts';
import { describe } from '../values';
import { readZone } from '../zones';
import { define, ofNumbers, WrongArguments, type BuiltIn, type BuiltIns } from './built-in';

/** @throws WrongArguments */
function parsed<T>(value: T | undefined, kind: string, text: unknown): T {
	if (value === undefined) throw new WrongArguments(`Failed to parse ${kind} from ${describe(text)}`);
	return value;
}

/** @throws WrongArguments `Failed to parse …` where there is no such day, time or zone */
function made<T>(make: () => T, described: string): T {
	try {
		return make();
	} catch (error) {
		if (error instanceof RangeError) throw new WrongArguments(`Failed to parse ${described}`);
		throw error;
	}
}

const toDate = define(['from'], ([from]) => {
	if (typeof from === 'string') return parsed(parseDate(from), 'date', from);
	if (from instanceof DateTimeValue) return new DateValue(from.local.toPlainDate());
	return from instanceof DateValue ? from : undefined;
});

const toTime = define(['from'], ([from]) => {
	if (typeof from === 'string') return parsed(parseTime(from), 'time', from);
	if (from instanceof DateTimeValue) return new TimeValue(from.local.toPlainTime(), from.zoned && getOffset(from.zoned), from.zone);
	return from instanceof DateValue ? new TimeValue(new Temporal.PlainTime(), 0) : undefined;
});

const buildTime = (values: unknown[]): TimeValue | undefined => {
	const [hour, minute, second, offset = null] = values;
	if (!isNumber(hour) || !isNumber(minute) || !isNumber(second) || (offset !== null && !(offset instanceof DurationValue)))
		return undefined;
	const described = `local-time from: hour=${describe(hour)}, minute=${describe(minute)}, second=${describe(second)}`;
	const nanos = Math.round((toDouble(second) % 1) * 1e9);
	const parts = [
		toInteger(hour),
		toInteger(minute),
		toInteger(second),
		Math.trunc(nanos / 1e6),
		Math.trunc(nanos / 1e3) % 1000,
		nanos % 1000,
	] as const;
	return made(
		() => new TimeValue(new Temporal.PlainTime(...parts), offset === null ? undefined : Number(offset.nanos / 1_000_000_000n)),
		described,
	);
};

const joined = define(['date', 'time'], ([day, time]) => {
	if (day instanceof DateTimeValue && typeof time === 'string') {
		return made(
			() => {
				const { id, name } = readZone(completeOffset(time));
				return DateTimeValue.zoned(day.zoned ? day.zoned.withTimeZone(id) : day.local.toZonedDateTime(id), name);
			},
			`time zone from ${describe(time)}`,
		);
	}
	const date = day instanceof DateValue ? day.date : day instanceof DateTimeValue ? day.local.toPlainDate() : undefined;
	if (!date || !(time instanceof TimeValue)) return undefined;
	const local = date.toPlainDateTime(time.time);
	return time.offset === undefined ? new DateTimeValue(local) : atZone(local, time.zone ?? offsetZone(time.offset));
});

/** Completes offsets such as `UTC+3`, which only this function accepts. */
const completeOffset = (zone: string): string =>
	zone.replace(
		/^(UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d\d))?$/,
		(_, prefix: string = '', sign: string, hours: string, minutes: string = '00') => `${prefix}${sign}${hours.padStart(2, '0')}:${minutes}`,
	);

const offsetZone = (seconds: number): string => {
	const minutes = Math.abs(Math.trunc(seconds / 60));
	const digits = (value: number): string => String(value).padStart(2, '0');
	return `${seconds < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
};

const monthsBetween = define(['from', 'to'], ([from, to]) => {
	const dates = [from, to].map((value) =>
		value instanceof DateValue ? value.date : value instanceof DateTimeValue ? value.local.toPlainDate() : undefined,
	);
	if (!dates[0] || !dates[1]) return undefined;
	const { years, months } = dates[0].until(dates[1], { largestUnit: 'years' });
	return new MonthsValue(years * 12 + months);
});

const groupings = [' ', ',', '.'];
const decimals = [',', '.'];

/** A text of digits, with a mark between groups and one before the fraction. */
const toNumber = (parameters: string[]): BuiltIn =>
	define(parameters, ([from, grouping = null, decimal = null]) => {
		if (typeof from !== 'string' || (parameters.length > 1 && grouping === null && decimal === null)) return undefined;
		if ([grouping, decimal].some((mark) => mark !== null && typeof mark !== 'string')) return undefined;
		const isGrouping = grouping === null || (groupings.includes(grouping as string) && grouping !== decimal);
		if (!isGrouping || (decimal !== null && !decimals.includes(decimal as string))) throw new WrongArguments(illegalMark(parameters));
		const whole = grouping === null ? from : from.replaceAll(grouping as string, '');
		const number = parseNumber(decimal === null ? whole : whole.replaceAll(decimal as string, '.'));
		if (number === undefined) throw new WrongArguments(`Can't parse '${from}' as a number`);
		return number;
	});

const illegalMark = ({ length }: string[]): string =>
	length === 3
		? "illegal arguments for grouping or decimal. Must be one of ' ' (grouping only), ',' or '.'"
		: "illegal argument for grouping. Must be one of ' ', ',' or '.'";

export const conversionFunctions: BuiltIns = {
	date: [
		toDate,
		ofNumbers(['year', 'month', 'day'], (...parts) => {
			const [year, month, day] = parts.map(toInteger) as [number, number, number];
			return made(() => new DateValue(new Temporal.PlainDate(year, month, day)), `date from: year=${year}, month=${month}, day=${day}`);
		}),
	],
	time: [toTime, define(['hour', 'minute', 'second'], buildTime), define(['hour', 'minute', 'second', 'offset'], buildTime)],
	'date and time': [
		define(['from'], ([from]) => (typeof from === 'string' ? parsed(parseDateTime(from), 'date-time', from) : undefined)),
		joined,
	],
	duration: [define(['from'], ([from]) => (typeof from === 'string' ? parsed(parseDuration(from), 'duration', from) : undefined))],
	'years and months duration': [monthsBetween],
	number: [toNumber(['from']), toNumber(['from', 'grouping separator']), toNumber(['from', 'grouping separator', 'decimal separator'])],
	string: [define(['from'], ([from]) => (from === null || typeof from === 'string' ? from : describe(from)))],
};
