import type { Temporal } from 'temporal-polyfill';
import { DateTimeValue, DateValue, momentAt } from '../temporal';
import { define, type BuiltIn, type BuiltIns } from './built-in';

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const ofDate = (calculate: (date: Temporal.PlainDate) => unknown): BuiltIn =>
	define(['date'], ([value]) => {
		if (value instanceof DateValue) return calculate(value.date);
		return value instanceof DateTimeValue ? calculate(value.local.toPlainDate()) : undefined;
	});

export const temporalFunctions: BuiltIns = {
	now: [define([], (_, { host }) => momentAt(host.now()))],
	today: [define([], (_, { host }) => new DateValue(momentAt(host.now()).local.toPlainDate()))],
	'day of year': [ofDate((date) => date.dayOfYear)],
	'day of week': [ofDate((date) => days[date.dayOfWeek - 1])],
	'month of year': [ofDate((date) => months[date.month - 1])],
	'week of year': [ofDate((date) => date.weekOfYear)],
	'last day of month': [ofDate((date) => new DateValue(date.with({ day: date.daysInMonth })))],
};
