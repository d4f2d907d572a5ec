import { traceHeaders } from '../../core/base/trace-context';

export function carryTrace(headers: RequestInit['headers']): Headers {
	const carried = new Headers(headers);
	if (!carried.has('traceparent')) for (const [name, value] of Object.entries(traceHeaders())) carried.set(name, value);
	return carried;
}
