import { Temporal } from 'temporal-polyfill';
import { readZone } from './zones';

export const nanosPerSecond = 1_000_000_000n;

export class DateValue {
	readonly type = 'date';
	constructor(readonly date: Temporal.PlainDate) {}
}

/** Without an offset it is local. */
export class TimeValue {
	readonly type: 'time' | 'local time';
	constructor(
		readonly time: Temporal.PlainTime,
		/** Seconds. */
		readonly offset?: number,
		/** IANA name. */
		readonly zone?: string,
	) {
		this.type = offset === undefined ? 'local time' : 'time';
	}
}

/** Without an instant it is local. */
export class DateTimeValue {
	readonly type: 'date and time' | 'local date and time';
	constructor(
		readonly local: Temporal.PlainDateTime,
		readonly zoned?: Temporal.ZonedDateTime,
		/** IANA name as it was given; absent for an offset. */
		readonly zone?: string,
	) {
		this.type = zoned === undefined ? 'local date and time' : 'date and time';
	}

	static zoned(zoned: Temporal.ZonedDateTime, zone?: string): DateTimeValue {
		return new DateTimeValue(zoned.toPlainDateTime(), zoned, zone);
	}
}

export class MonthsValue {
	readonly type = 'years and months duration';
	constructor(readonly months: number) {}
}

export class DurationValue {
	readonly type = 'days and time duration';
	constructor(readonly nanos: bigint) {}

	static ofSeconds(seconds: number): DurationValue {
		return new DurationValue(BigInt(seconds) * nanosPerSecond);
	}
}

export type TemporalValue = DateValue | TimeValue | DateTimeValue | MonthsValue | DurationValue;

const classes = [DateValue, TimeValue, DateTimeValue, MonthsValue, DurationValue];
export const isTemporal = (value: unknown): value is TemporalValue => classes.some((type) => value instanceof type);

export const toNanoseconds = ({ hour, minute, second, millisecond, microsecond, nanosecond }: Temporal.PlainTime): bigint =>
	BigInt((hour * 60 + minute) * 60 + second) * nanosPerSecond + BigInt(millisecond * 1_000_000 + microsecond * 1_000 + nanosecond);

/** A time of the clock as `now()` gives it: the zone is that of a server, which Zeebe names too. */
export function momentAt(epochMilliseconds: number): DateTimeValue {
	return DateTimeValue.zoned(Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO('UTC'), 'Etc/UTC');
}

/** @param zone an offset such as `+02:00`, or an IANA name @throws RangeError for an unknown zone */
export function atZone(local: Temporal.PlainDateTime, zone: string): DateTimeValue {
	const { id, name } = readZone(zone);
	return DateTimeValue.zoned(local.toZonedDateTime(id), name);
}

export function offsetText(seconds: number): string {
	const minutes = Math.abs(Math.trunc(seconds / 60));
	return `${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

export const getOffset = (zoned: Temporal.ZonedDateTime): number => Math.trunc(zoned.offsetNanoseconds / 1e9);

export const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** The offset that a zone has outside summer time, now. */
export function standardOffset(zone: string, epochMilliseconds: number): number {
	const zoned = Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toZonedDateTimeISO(zone);
	const offsets = [1, 7].map((month) => getOffset(zoned.with({ month, day: 1 })));
	return Math.min(...offsets);
}

/** Negative, zero, positive; undefined for values of different types. */
export function compareTemporal(a: TemporalValue, b: TemporalValue): number | undefined {
	if (a.type !== b.type) return undefined;
	if (a instanceof DateValue) return Temporal.PlainDate.compare(a.date, (b as DateValue).date);
	if (a instanceof MonthsValue) return a.months - (b as MonthsValue).months;
	if (a instanceof DurationValue) return sign(a.nanos - (b as DurationValue).nanos);
	if (a instanceof TimeValue) return sign(utcNanos(a) - utcNanos(b as TimeValue));
	const other = b as DateTimeValue;
	if (!a.zoned || !other.zoned) return Temporal.PlainDateTime.compare(a.local, other.local);
	return sign(a.zoned.epochNanoseconds - other.zoned.epochNanoseconds) || Temporal.PlainDateTime.compare(a.local, other.local);
}

/** Undefined for values of different types. */
export function equalTemporal(a: TemporalValue, b: TemporalValue): boolean | undefined {
	if (a.type !== b.type) return undefined;
	if (a instanceof TimeValue)
		return a.time.equals((b as TimeValue).time) && a.offset === (b as TimeValue).offset && a.zone === (b as TimeValue).zone;
	if (a instanceof DateTimeValue) return compareTemporal(a, b) === 0 && a.zone === (b as DateTimeValue).zone;
	return compareTemporal(a, b) === 0;
}

export const utcNanos = ({ time, offset = 0 }: TimeValue): bigint => toNanoseconds(time) - BigInt(offset) * nanosPerSecond;

const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);
