import { readable } from './numbers';
import type { Evaluation } from './scope';
import { DateTimeValue, DateValue, DurationValue, MonthsValue, nanosPerSecond, getOffset, TimeValue } from './temporal';
import { describe, getEntry, isContext } from './values';

export function readProperty(evaluation: Evaluation, value: unknown, key: string): unknown {
	if (value === null) return evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${key}'. The context is null`);
	if (isContext(value)) {
		const entry = getEntry(value, key);
		if (entry !== undefined) return readable(entry);
		return evaluation.warn('NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${key}'. ${describeKeys(value)}`);
	}
	const properties = listParts(value);
	if (Object.hasOwn(properties, key)) return properties[key];
	const names = Object.keys(properties)
		.map((name) => `'${name}'`)
		.join(', ');
	return evaluation.warn(
		'NO_PROPERTY_FOUND',
		`No property found with name '${key}' of value '${describe(value)}'. Available properties: ${names}`,
	);
}

function describeKeys(context: object): string {
	const keys = Object.keys(context);
	return keys.length === 0 ? 'The context is empty' : `Available keys: ${keys.map((key) => `'${key}'`).join(', ')}`;
}

function listParts(value: unknown): Record<string, unknown> {
	if (value instanceof DateValue) return dateParts(value.date);
	if (value instanceof TimeValue) return { ...timeParts(value.time), ...zoneParts(value.offset, value.zone) };
	if (value instanceof DateTimeValue) {
		const { local, zoned, zone } = value;
		return { ...dateParts(local), ...timeParts(local), ...zoneParts(zoned && getOffset(zoned), zone) };
	}
	if (value instanceof MonthsValue) return { years: Math.trunc(value.months / 12), months: (value.months % 12) + 0 };
	return value instanceof DurationValue ? durationParts(value.nanos) : {};
}

const dateParts = ({ year, month, day, dayOfWeek }: { year: number; month: number; day: number; dayOfWeek: number }) => ({
	year,
	month,
	day,
	weekday: dayOfWeek,
});

const timeParts = ({ hour, minute, second }: { hour: number; minute: number; second: number }) => ({ hour, minute, second });

const zoneParts = (offset: number | undefined, zone: string | undefined) => ({
	'time offset': offset === undefined ? null : DurationValue.ofSeconds(offset),
	timezone: zone ?? null,
});

function durationParts(nanos: bigint): Record<string, number> {
	const seconds = Number(nanos / nanosPerSecond);
	return {
		days: Math.trunc(seconds / 86_400) + 0,
		hours: (Math.trunc(seconds / 3600) % 24) + 0,
		minutes: (Math.trunc(seconds / 60) % 60) + 0,
		seconds: (seconds % 60) + 0,
	};
}
