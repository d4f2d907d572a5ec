import { Temporal } from 'temporal-polyfill';
import { spend } from './evaluation-budget';
import { add, divide, isNumber, isZero, multiply, power, subtract, toInteger, type FeelNumber } from './numbers';
import { DateTimeValue, DateValue, DurationValue, MonthsValue, toNanoseconds, nanosPerSecond, TimeValue, utcNanos } from './temporal';

type Operation = (a: unknown, b: unknown) => unknown;

/** Undefined where the operator has no meaning for the two. */
export const arithmetic: Record<'+' | '-' | '*' | '/' | '**', Operation> = {
	'+': (a, b) => {
		if (isNumber(a) && isNumber(b)) return add(a, b);
		if (typeof a === 'string' && typeof b === 'string') return joined(a, b);
		return guarded(() => shift(a, b, 1) ?? shift(b, a, 1));
	},
	'-': (a, b) => (isNumber(a) && isNumber(b) ? subtract(a, b) : guarded(() => shift(a, b, -1) ?? between(a, b))),
	'*': (a, b) => {
		if (isNumber(a) && isNumber(b)) return multiply(a, b);
		return guarded(() => (isNumber(a) ? times(b, a) : isNumber(b) ? times(a, b) : undefined));
	},
	'/': (a, b) => {
		if (isNumber(b) && isZero(b)) return undefined;
		return isNumber(a) && isNumber(b) ? divide(a, b) : guarded(() => divided(a, b));
	},
	'**': (a, b) => (isNumber(a) && isNumber(b) ? power(a, b) : undefined),
};

/** @throws TooLarge */
function joined(a: string, b: string): string {
	spend(a.length + b.length);
	return a + b;
}

/** Beyond the dates that there are. */
function guarded(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** A point in time, or a duration, moved by a duration. */
function shift(value: unknown, by: unknown, sign: 1 | -1): unknown {
	if (by instanceof MonthsValue) {
		if (value instanceof MonthsValue) return new MonthsValue(value.months + sign * by.months);
		const months = { months: sign * by.months };
		if (value instanceof DateValue) return new DateValue(value.date.add(months));
		return value instanceof DateTimeValue ? shiftDateTime(value, (moment) => moment.add(months)) : undefined;
	}
	if (!(by instanceof DurationValue)) return undefined;
	const nanos = BigInt(sign) * by.nanos;
	if (value instanceof DurationValue) return new DurationValue(value.nanos + nanos);
	const duration = { seconds: Number(nanos / nanosPerSecond), nanoseconds: Number(nanos % nanosPerSecond) };
	if (value instanceof DateValue) return new DateValue(value.date.toPlainDateTime().add(duration).toPlainDate());
	if (value instanceof TimeValue) return new TimeValue(value.time.add(duration), value.offset, value.zone);
	return value instanceof DateTimeValue ? shiftDateTime(value, (moment) => moment.add(duration)) : undefined;
}

function shiftDateTime(
	{ local, zoned, zone }: DateTimeValue,
	move: <T extends Temporal.PlainDateTime | Temporal.ZonedDateTime>(moment: T) => Temporal.PlainDateTime | Temporal.ZonedDateTime,
): DateTimeValue {
	if (zoned) return DateTimeValue.zoned(move(zoned) as Temporal.ZonedDateTime, zone);
	return new DateTimeValue(move(local) as Temporal.PlainDateTime);
}

function between(a: unknown, b: unknown): DurationValue | undefined {
	if (a instanceof DateValue && b instanceof DateValue)
		return new DurationValue(localNanos(a.date.toPlainDateTime()) - localNanos(b.date.toPlainDateTime()));
	if (a instanceof TimeValue && b instanceof TimeValue && a.type === b.type) {
		const difference = utcNanos(a) - utcNanos(b);
		return new DurationValue(a.offset !== undefined && difference < 0n ? -difference : difference);
	}
	if (!(a instanceof DateTimeValue && b instanceof DateTimeValue) || a.type !== b.type) return undefined;
	if (a.zoned && b.zoned) return new DurationValue(a.zoned.epochNanoseconds - b.zoned.epochNanoseconds);
	return new DurationValue(localNanos(a.local) - localNanos(b.local));
}

const localNanos = (local: Temporal.PlainDateTime): bigint => {
	const days = local.toPlainDate().since(new Temporal.PlainDate(1970, 1, 1), { largestUnit: 'days' }).days;
	return BigInt(days) * 86_400n * nanosPerSecond + toNanoseconds(local.toPlainTime());
};

function times(value: unknown, by: FeelNumber): unknown {
	if (value instanceof MonthsValue) return new MonthsValue(value.months * toInteger(by) + 0);
	return value instanceof DurationValue ? new DurationValue(value.nanos * BigInt(toInteger(by))) : undefined;
}

const nanosPerMilli = 1_000_000n;

/** Whole months and whole milliseconds, as feel-scala divides. */
function divided(a: unknown, b: unknown): unknown {
	if (a instanceof MonthsValue) {
		if (isNumber(b)) return new MonthsValue(toInteger(divide(a.months, b)));
		return b instanceof MonthsValue && b.months !== 0 ? Math.trunc(a.months / b.months) + 0 : undefined;
	}
	if (!(a instanceof DurationValue)) return undefined;
	const millis = a.nanos / nanosPerMilli;
	if (isNumber(b)) return new DurationValue(BigInt(toInteger(divide(millis, b))) * nanosPerMilli);
	const by = b instanceof DurationValue ? b.nanos / nanosPerMilli : 0n;
	return by === 0n ? undefined : Number(millis / by);
}
