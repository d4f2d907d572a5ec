import type { Dialect } from '../../database/tenant-database';

const formats = {
	hour: { sqlite: '%Y-%m-%dT%H:00Z', postgres: 'YYYY-MM-DD"T"HH24":00Z"' },
	day: { sqlite: '%Y-%m-%d', postgres: 'YYYY-MM-DD' },
	month: { sqlite: '%Y-%m', postgres: 'YYYY-MM' },
} as const;

export type TimeUnit = keyof typeof formats;

export const isTimeUnit = (name: string): name is TimeUnit => Object.hasOwn(formats, name);

/** SQL that formats a time's hour, day or month in UTC. @param column milliseconds since the epoch */
export function formatTime(dialect: Dialect, unit: TimeUnit, column: string): string {
	const format = formats[unit][dialect];
	if (dialect === 'sqlite') return `strftime('${format}', ${column} / 1000, 'unixepoch')`;
	return `to_char(to_timestamp(${column} / 1000) AT TIME ZONE 'UTC', '${format}')`;
}
