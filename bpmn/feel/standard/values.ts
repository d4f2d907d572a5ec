import { Temporal } from 'temporal-polyfill';
import { maxJsonDepth } from '../../../core/base/text/json/lossless-json';
import { spend, spendOn, TooLarge } from '../evaluation-budget';
import { Decimal } from '../decimal';
import { compareNumbers, isNumber, numberText, toDouble, type FeelNumber } from '../numbers';
import { DateTimeValue, type DateValue, isTemporal, TimeValue, compareTemporal, utcNanos, type TemporalValue } from '../temporal';
import { FunctionValue, getEntry, getType, isContext, RangeValue, type Context } from '../values';
import { temporalText } from './temporal-texts';

export const unbounded = undefined;

/** DMN 1.5, table 53: null where the kinds differ. */
export function equal(a: unknown, b: unknown): boolean | null {
	spend(1);
	if (a === null || b === null) return a === b;
	const type = getType(a);
	if (type !== getType(b)) return null;
	if (type === 'number') return compareNumbers(a as FeelNumber, b as FeelNumber) === 0;
	if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index]) === true);
	if (isTemporal(a) && isTemporal(b)) return orderTemporal(a, b) === 0;
	if (a instanceof RangeValue && b instanceof RangeValue) return equalRanges(a, b);
	return type === 'context' ? equalContexts(a as Context, b as Context) : a === b;
}

const equalRanges = (a: RangeValue, b: RangeValue): boolean =>
	a.startClosed === b.startClosed && a.endClosed === b.endClosed && equalEnds(a.start, b.start) && equalEnds(a.end, b.end);

const equalEnds = (a: unknown, b: unknown): boolean => (a === unbounded || b === unbounded ? a === b : equal(a, b) === true);

function equalContexts(a: Context, b: Context): boolean {
	const keys = Object.keys(a);
	return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]) === true);
}

/** Undefined where the two have no order. */
export function order(a: unknown, b: unknown): number | undefined {
	if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
	if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
	return isTemporal(a) && isTemporal(b) && a.type === b.type ? orderTemporal(a, b) : undefined;
}

/** The same instant in two zones is the same. */
function orderTemporal(a: TemporalValue, b: TemporalValue): number | undefined {
	if (a instanceof TimeValue && b instanceof TimeValue) return Number(utcNanos(a) - utcNanos(b));
	if (a instanceof DateTimeValue && b instanceof DateTimeValue && a.zoned && b.zoned)
		return Temporal.Instant.compare(a.zoned.toInstant(), b.zoned.toInstant());
	return compareTemporal(a, b);
}

/** Null where the value cannot be compared with the ends. */
export function isInRange(value: unknown, { start, startClosed, end, endClosed }: RangeValue): boolean | null {
	const above = start === unbounded ? 1 : order(value, start);
	const below = end === unbounded ? -1 : order(value, end);
	if (above === undefined || below === undefined) return null;
	return (startClosed ? above >= 0 : above > 0) && (endClosed ? below <= 0 : below < 0);
}

/** A date where a date and time is expected: the beginning of the day in UTC (DMN 1.5, 10.3.2.9.4). */
export const toDateTime = (value: DateValue): DateTimeValue => DateTimeValue.zoned(value.date.toPlainDateTime().toZonedDateTime('+00:00'));

export function textOf(value: unknown): string {
	spend(1);
	if (typeof value === 'string') return value;
	if (isNumber(value)) return plainNumberText(value);
	if (isTemporal(value)) return temporalText(value);
	if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
	if (value instanceof RangeValue) return rangeText(value);
	if (value instanceof FunctionValue) return `function(${value.parameters.join(', ')})`;
	if (isContext(value))
		return `{${Object.entries(value)
			.map(([key, entry]) => `${keyText(key)}: ${inner(entry)}`)
			.join(', ')}}`;
	return String(value);
}

const inner = (value: unknown): string => (typeof value === 'string' ? `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"` : textOf(value));
const keyText = (key: string): string => (/^[\p{L}_$][\p{L}\p{N}_ $]*$/u.test(key) ? key : `"${key}"`);

/** Writes a number without trailing zeros and exponents. */
function plainNumberText(value: FeelNumber): string {
	const text = numberText(value);
	if (!/[.E]/.test(text)) return text;
	const { digits, scale } = Decimal.parse(text)!;
	if (scale <= 0) return scale < -maxScale ? text : String(digits * 10n ** BigInt(-scale));
	if (scale > maxScale) return text;
	const padded = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
	const whole = `${padded.slice(0, -scale)}.${padded.slice(-scale)}`.replace(/\.?0+$/, '');
	return digits < 0n && whole !== '0' ? `-${whole}` : whole;
}

const maxScale = 400;

function rangeText({ start, startClosed, end, endClosed }: RangeValue): string {
	if (start === unbounded) return `${endClosed ? '<=' : '<'} ${inner(end)}`;
	if (end === unbounded) return `${startClosed ? '>=' : '>'} ${inner(start)}`;
	return `${startClosed ? '[' : '('}${inner(start)}..${inner(end)}${endClosed ? ']' : ')'}`;
}

/** Temporal values and ranges become texts. @throws TooLarge */
export function toJson(value: unknown, levels = maxJsonDepth): unknown {
	spend(1);
	spendOn(value);
	if (levels === 0) throw new TooLarge(`its result is nested more than ${maxJsonDepth} levels deep`);
	if (isNumber(value)) return jsonNumber(value);
	if (Array.isArray(value)) return value.map((item) => toJson(item, levels - 1));
	if (isTemporal(value)) return temporalText(value);
	if (value instanceof RangeValue) return rangeText(value);
	if (value === undefined || value instanceof FunctionValue) return null;
	if (!isContext(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toJson(entry, levels - 1)]));
}

function jsonNumber(value: FeelNumber): number | bigint | null {
	if (typeof value === 'number') return value;
	if (typeof value === 'bigint') return value;
	const text = plainNumberText(value);
	if (/^-?\d{1,400}$/.test(text)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
	const double = toDouble(value);
	return Number.isFinite(double) ? double : null;
}

/** Undefined when there is no such entry. */
export const entryOf = (context: Context, key: string): unknown => getEntry(context, key);
