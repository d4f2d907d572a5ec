const maxWaitMs = 24 * 60 * 60 * 1000;

/** Reads milliseconds from `retry-after-ms` or `retry-after` (seconds or a date, RFC 9110 10.2.3); at most a day. */
export function readRetryAfter(headers: Headers | undefined, now = Date.now()): number | undefined {
	const milliseconds = readNumber(headers?.get('retry-after-ms'));
	if (milliseconds !== undefined) return clampWait(milliseconds);
	const value = headers?.get('retry-after') ?? '';
	const seconds = readNumber(value);
	if (seconds !== undefined) return clampWait(seconds * 1000);
	// Date.parse accepts almost any number; HTTP dates begin with the weekday.
	const date = /^[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(date) ? undefined : clampWait(date - now);
}

function readNumber(value: string | null | undefined): number | undefined {
	const number = Number(value || Number.NaN);
	return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function clampWait(milliseconds: number): number {
	return Math.min(Math.max(0, Math.ceil(milliseconds)), maxWaitMs);
}
