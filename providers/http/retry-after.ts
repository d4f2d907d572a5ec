const longest = 24 * 60 * 60 * 1000;

/** Milliseconds to wait, as `retry-after-ms` or `retry-after` (seconds or a date, RFC 9110 10.2.3) says; at most a day. */
export function retryAfterOf(headers: Headers | undefined, now = Date.now()): number | undefined {
	const milliseconds = numberOf(headers?.get('retry-after-ms'));
	if (milliseconds !== undefined) return bounded(milliseconds);
	const value = headers?.get('retry-after') ?? '';
	const seconds = numberOf(value);
	if (seconds !== undefined) return bounded(seconds * 1000);
	// Date.parse takes almost any number for a date; HTTP's begin with the day of the week.
	const date = /^[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(date) ? undefined : bounded(date - now);
}

function numberOf(value: string | null | undefined): number | undefined {
	const number = Number(value || Number.NaN);
	return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function bounded(milliseconds: number): number {
	return Math.min(Math.max(0, Math.ceil(milliseconds)), longest);
}
