import { Temporal } from 'temporal-polyfill';
import { conversionFunctions as shared } from '../../functions/conversion-functions';
import { define, type BuiltIn, type BuiltIns } from '../../functions/built-in';
import { Decimal } from '../../decimal';
import { parseNumber } from '../../numbers';
import { DateTimeValue, DateValue, DurationValue, MonthsValue, TimeValue } from '../../temporal';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../temporal-texts';
import { textOf, toDateTime } from '../values';

const groupings = [' ', ',', '.'];
const decimals = [',', '.'];

function toNumber(from: unknown, grouping: unknown, decimal: unknown): unknown {
	if (typeof from !== 'string' || (grouping !== null && !groupings.includes(grouping as string))) return undefined;
	if ((decimal !== null && !decimals.includes(decimal as string)) || (grouping !== null && grouping === decimal)) return undefined;
	const whole = grouping === null ? from : from.replaceAll(grouping as string, '');
	const text = decimal === null ? whole : whole.replaceAll(decimal as string, '.');
	return /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && Decimal.parse(text) ? parseNumber(text) : undefined;
}

/** Parses texts strictly; feel-scala's conversion handles all others. */
const withTexts = (name: 'date' | 'time' | 'date and time' | 'duration', parse: (text: string) => unknown): BuiltIn[] =>
	shared[name]!.map((builtIn) =>
		builtIn.parameters.length > 1
			? builtIn
			: define(builtIn.parameters, (values, evaluation) =>
					typeof values[0] === 'string' ? parse(values[0]) : builtIn.invoke(values, evaluation),
				),
	);

const midnight = (value: unknown): unknown => (value instanceof DateValue ? toDateTime(value) : undefined);

export const conversionFunctions: BuiltIns = {
	date: withTexts('date', (text) => parseDate(text) ?? dayOf(parseDateTime(text))),
	time: [
		...withTexts('time', parseTime).filter(({ parameters }) => parameters.length !== 4),
		define(['hour', 'minute', 'second', 'offset'], (values, evaluation) => {
			const [, , , offset] = values;
			if (offset !== null && !(offset instanceof DurationValue)) return undefined;
			return shared.time!.find(({ parameters }) => parameters.length === 4)!.invoke(values, evaluation);
		}),
	],
	'date and time': [
		define(['from'], ([from]) => {
			if (typeof from === 'string') return parseDateTime(from);
			return from instanceof DateTimeValue ? from : midnight(from);
		}),
		define(['date', 'time'], (values, evaluation) => {
			const [, time] = values;
			if (!(time instanceof TimeValue)) return undefined;
			return shared['date and time']!.find(({ parameters }) => parameters.length === 2)!.invoke(values, evaluation);
		}),
	],
	duration: [
		define(['from'], ([from]) => {
			if (typeof from === 'string') return parseDuration(from);
			return from instanceof MonthsValue || from instanceof DurationValue ? from : undefined;
		}),
	],
	'years and months duration': shared['years and months duration']!,
	number: [
		define(['from'], ([from]) => toNumber(from, null, null)),
		define(['from', 'grouping separator', 'decimal separator'], ([from, grouping, decimal]) => toNumber(from, grouping, decimal)),
	],
	string: [define(['from'], ([from]) => (from === null ? null : textOf(from)))],
};

const dayOf = (value: DateTimeValue | undefined): DateValue | undefined =>
	value && new DateValue(Temporal.PlainDate.from(value.local.toPlainDate()));
