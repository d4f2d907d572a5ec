/** RFC 9457, section 3: what our HTTP interfaces return for a fault. The title is a code to branch on, the detail is for people. */
export interface Problem {
	type: 'about:blank';
	title: string;
	status: number;
	detail: string;
	instance: string;
}

export const problemContentType = 'application/problem+json';

/** @param status HTTP status, also in the document */
export function problem(status: number, title: string, detail: string, instance: string): Problem {
	return { type: 'about:blank', title, status, detail, instance };
}
