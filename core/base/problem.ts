import { isTroupeError } from './errors';

/** RFC 9457, section 3: our HTTP interfaces' faults. The title is a code to branch on, the detail is for people. */
export interface Problem {
	type: 'about:blank';
	title: string;
	status: number;
	detail: string;
	instance: string;
}

export const problemContentType = 'application/problem+json';

/** Default wait of a 503. */
const usualRetryMs = 5_000;

export const isFault = (status: number): boolean => status === 500 || status === 503;

/** Returns the retry header: after temporary faults, and with every 503. */
export function retryAfter(error: unknown, status: number): { 'retry-after'?: string } {
	if (!isTroupeError(error)) return {};
	const waitMs = error.retryAfterMs ?? (status === 503 ? usualRetryMs : undefined);
	return waitMs === undefined ? {} : { 'retry-after': String(Math.ceil(waitMs / 1000)) };
}

/** @param status HTTP status, also in the document */
export function problem(status: number, title: string, detail: string, instance: string): Problem {
	return { type: 'about:blank', title, status, detail, instance };
}
