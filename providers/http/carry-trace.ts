import { traceHeaders } from '../../core/base/trace-context';

/** Adds the place in the trace of the work that is being done to the headers of a request, unless the caller set one. */
export function carryTrace(headers: RequestInit['headers']): Headers {
	const carried = new Headers(headers);
	if (!carried.has('traceparent')) for (const [name, value] of Object.entries(traceHeaders())) carried.set(name, value);
	return carried;
}
