const units = [
	['W', 7 * 86_400_000],
	['D', 86_400_000],
	['H', 3_600_000],
	['M', 60_000],
] as const;

/** Parses weeks, days, hours and minutes of ISO 8601, such as `P7D` or `P1DT12H`. Returns milliseconds; undefined if invalid. */
export function parseDuration(text: string): number | undefined {
	const [, ...amounts] = /^P(?=\d|T\d)(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?)?$/.exec(String(text)) ?? [];
	if (amounts.length === 0) return undefined;
	return units.reduce((sum, [, milliseconds], index) => sum + Number(amounts[index] ?? 0) * milliseconds, 0);
}

export function toIsoDuration(milliseconds: number): string {
	const [, days, hours, minutes] = units;
	if (milliseconds % days[1] === 0) return `P${milliseconds / days[1]}D`;
	const [letter, unit] = milliseconds % hours[1] === 0 ? hours : minutes;
	return `PT${Math.floor(milliseconds / unit)}${letter}`;
}
