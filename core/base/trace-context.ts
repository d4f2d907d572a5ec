import { AsyncLocalStorage } from 'node:async_hooks';

/** A place in a trace, as in the headers of W3C Trace Context. */
export interface TraceContext {
	traceparent: string;
	tracestate?: string;
	/** True for a span of this process. */
	isLocal?: true;
	/** The work waited long after it, so it begins a new trace with a link to this one. */
	isEarlier?: true;
}

const current = new AsyncLocalStorage<TraceContext | undefined>();

/** Without a context, the work belongs to no trace. */
export const withTraceContext = <Result>(context: TraceContext | undefined, work: () => Result): Result => current.run(context, work);

export const readTraceContext = (): TraceContext | undefined => current.getStore();

export const readTraceId = (context = readTraceContext()): string | undefined => context?.traceparent.slice(3, 35);

export function traceHeaders(): { traceparent?: string; tracestate?: string } {
	const { traceparent, tracestate, isEarlier } = readTraceContext() ?? {};
	if (isEarlier) return {};
	return { ...(traceparent !== undefined && { traceparent }), ...(tracestate !== undefined && { tracestate }) };
}

/** W3C Trace Context, 3.2.2. A later version can add fields at the end; `ff` is forbidden. */
const parentForm = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const stateForm = /^[\x20-\x7e]{1,512}$/;
const maxMembers = 32;

/** Returns the place in headers or stored values; undefined if they are invalid, so that nonsense begins no trace. */
export function parseTraceContext(traceparent: unknown, tracestate?: unknown): TraceContext | undefined {
	const parts = typeof traceparent === 'string' ? parentForm.exec(traceparent.trim()) : null;
	if (!parts || (parts[1] === '00' && parts[5] !== undefined)) return undefined;
	const state = typeof tracestate === 'string' ? tracestate.trim() : '';
	const isState = stateForm.test(state) && state.split(',').length <= maxMembers;
	return { traceparent: `00-${parts[2]}-${parts[3]}-${parts[4]}`, ...(isState && { tracestate: state }) };
}

/** Work that waited longer belongs to a new trace. */
const longWaitMs = 5 * 60_000;

interface StoredPlace {
	traceparent: string;
	tracestate?: string;
	/** Stored at; milliseconds since the epoch. */
	at: number;
}

export function placeInTrace(now = Date.now()): StoredPlace | undefined {
	const { traceparent, tracestate, isEarlier } = readTraceContext() ?? {};
	return traceparent === undefined ? undefined : { traceparent, ...(tracestate && { tracestate }), at: isEarlier ? 0 : now };
}

/** Reads a stored place. Undefined for foreign values. */
export function readPlace(stored: unknown, now = Date.now()): TraceContext | undefined {
	const { traceparent, tracestate, at } = (stored ?? {}) as Partial<Record<keyof StoredPlace, unknown>>;
	const context = parseTraceContext(traceparent, tracestate);
	return context && { ...context, ...(typeof at === 'number' && now - at > longWaitMs && { isEarlier: true }) };
}

export function storeTrace(now?: number): string | undefined {
	const place = placeInTrace(now);
	return place && JSON.stringify(place);
}

export const restoreTrace = (stored: string | null | undefined, now?: number): TraceContext | undefined =>
	stored ? readPlace(JSON.parse(stored), now) : undefined;
