const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** Parses `500ms`, `30s`, `5m`, `12h`, `90d`, `4w` or `0`. Returns milliseconds; undefined if it is not one. */
export function parseDuration(text: string): number | undefined {
	if (text === '0') return 0;
	const [, count, unit] = /^(\d{1,9})(ms|[smhdw])$/.exec(text) ?? [];
	return count === undefined ? undefined : Number(count) * units[unit as keyof typeof units];
}

const wholeUnits = [
	[units.d, 'd'],
	[units.h, 'h'],
	[units.m, 'm'],
	[units.s, 's'],
] as const;

/** In the notation of commands; whole seconds. */
export function formatDuration(ms: number): string {
	const [unit, letter] = wholeUnits.find(([one]) => ms >= one && ms % one === 0) ?? wholeUnits[3];
	return `${ms / unit}${letter}`;
}
