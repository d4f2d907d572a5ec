import { arithmetic as shared } from '../arithmetic';
import { divide, isNumber, isZero, multiply, numberText, withScale, type FeelNumber } from '../numbers';
import { DateTimeValue, DateValue, DurationValue, MonthsValue, TimeValue, utcNanos } from '../temporal';
import type { ArithmeticOperator } from './syntax';
import { toDateTime } from './values';

/** DMN 1.5, tables 57 to 60. Undefined where the operator has no meaning for the two. */
export function calculate(operator: ArithmeticOperator, a: unknown, b: unknown): unknown {
	if (isNumber(a) && isNumber(b)) return shared[operator](a, b);
	if (operator === '-') return subtract(a, b);
	if (operator === '*') return isNumber(a) ? scale(b, a) : isNumber(b) ? scale(a, b) : undefined;
	return operator === '/' ? divideDurations(a, b) : shared[operator](a, b);
}

function subtract(a: unknown, b: unknown): unknown {
	if (a instanceof TimeValue && b instanceof TimeValue) return a.type === b.type ? new DurationValue(utcNanos(a) - utcNanos(b)) : undefined;
	const isDay = (value: unknown): boolean => value instanceof DateValue || value instanceof DateTimeValue;
	if (!isDay(a) || !isDay(b) || (a instanceof DateValue && b instanceof DateValue)) return shared['-'](a, b);
	const [from, to] = [a, b].map((value) => (value instanceof DateValue ? toDateTime(value) : value));
	return shared['-'](from, to);
}

function scale(value: unknown, by: FeelNumber): unknown {
	if (value instanceof MonthsValue) return new MonthsValue(Number(toWhole(multiply(value.months, by))));
	return value instanceof DurationValue ? new DurationValue(toWhole(multiply(value.nanos, by))) : undefined;
}

function divideDurations(a: unknown, b: unknown): unknown {
	if (!(a instanceof MonthsValue || a instanceof DurationValue)) return undefined;
	const amount = amountOf(a);
	const divisor = isNumber(b) ? b : b instanceof a.constructor ? amountOf(b as MonthsValue | DurationValue) : 0;
	if (isZero(divisor)) return undefined;
	const quotient = divide(amount, divisor);
	if (!isNumber(b)) return quotient;
	return a instanceof MonthsValue ? new MonthsValue(Number(toWhole(quotient))) : new DurationValue(toWhole(quotient));
}

const amountOf = (value: MonthsValue | DurationValue): FeelNumber => (value instanceof MonthsValue ? value.months : value.nanos);
const toWhole = (value: FeelNumber): bigint => BigInt(numberText(withScale(value, 0, 'DOWN')));
