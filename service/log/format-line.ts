import type { LogLine } from './log-line';

const isPlain = /^[^\s"=]+$/;

/** Format: `2026-11-20T12:00:00.000Z WARN  job ended  run=r1 outcome=fail error="It is away."`. */
export function formatLine({ time, level, message, ...facts }: LogLine): string {
	const named = Object.entries(facts).map(([name, value]) => `${name}=${formatValue(value)}`);
	return [`${time} ${level.toUpperCase().padEnd(5)} ${message}`, ...(named.length > 0 ? [named.join(' ')] : [])].join('  ');
}

function formatValue(value: unknown): string {
	if (typeof value === 'string' && isPlain.test(value)) return value;
	// Quoted, so that a stack's line begins no log line.
	return JSON.stringify(value) ?? 'null';
}
