import { AsyncLocalStorage } from 'node:async_hooks';

/** A place in a trace, as the headers of W3C Trace Context say it. */
export interface TraceContext {
	traceparent: string;
	tracestate?: string;
	/** It is a span of this process. */
	isLocal?: true;
	/** The work waited long after it: what begins now is another trace, with a link to it. */
	isEarlier?: true;
}

const current = new AsyncLocalStorage<TraceContext | undefined>();

/** Does work that belongs to this place; without one, to none. */
export const withTraceContext = <Result>(context: TraceContext | undefined, work: () => Result): Result => current.run(context, work);

/** Returns the place of the work that is being done; undefined if it belongs to no trace. */
export const readTraceContext = (): TraceContext | undefined => current.getStore();

/** Returns the id of the trace, 32 hex digits. */
export const readTraceId = (context = readTraceContext()): string | undefined => context?.traceparent.slice(3, 35);

/** Returns the headers, or the fields, that carry the place of the work that is being done; none for work that waited long. */
export function traceHeaders(): { traceparent?: string; tracestate?: string } {
	const { traceparent, tracestate, isEarlier } = readTraceContext() ?? {};
	if (isEarlier) return {};
	return { ...(traceparent !== undefined && { traceparent }), ...(tracestate !== undefined && { tracestate }) };
}

/** W3C Trace Context, 3.2.2. A later version can add fields at the end; `ff` is forbidden. */
const parentForm = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const stateForm = /^[\x20-\x7e]{1,512}$/;
const maxMembers = 32;

/** Returns the place that headers or stored values name; undefined if they name none: whoever sends nonsense begins no trace. */
export function parseTraceContext(traceparent: unknown, tracestate?: unknown): TraceContext | undefined {
	const parts = typeof traceparent === 'string' ? parentForm.exec(traceparent.trim()) : null;
	if (!parts || (parts[1] === '00' && parts[5] !== undefined)) return undefined;
	const state = typeof tracestate === 'string' ? tracestate.trim() : '';
	const isState = stateForm.test(state) && state.split(',').length <= maxMembers;
	return { traceparent: `00-${parts[2]}-${parts[3]}-${parts[4]}`, ...(isState && { tracestate: state }) };
}

/** Work that waited longer is not part of the trace that led to it. */
const longWaitMs = 5 * 60_000;

/** A place as it is stored with work that follows it. */
interface StoredPlace {
	traceparent: string;
	tracestate?: string;
	/** When it was stored; milliseconds since the epoch. */
	at: number;
}

/** Returns the place of the work that is being done, for work that follows it; undefined without one. */
export function placeInTrace(now = Date.now()): StoredPlace | undefined {
	const { traceparent, tracestate, isEarlier } = readTraceContext() ?? {};
	return traceparent === undefined ? undefined : { traceparent, ...(tracestate && { tracestate }), at: isEarlier ? 0 : now };
}

/** Reads a stored place. What somebody else wrote there names none. */
export function readPlace(stored: unknown, now = Date.now()): TraceContext | undefined {
	const { traceparent, tracestate, at } = (stored ?? {}) as Partial<Record<keyof StoredPlace, unknown>>;
	const context = parseTraceContext(traceparent, tracestate);
	return context && { ...context, ...(typeof at === 'number' && now - at > longWaitMs && { isEarlier: true }) };
}

/** Writes `placeInTrace` as a text, for a column. */
export function storeTrace(now?: number): string | undefined {
	const place = placeInTrace(now);
	return place && JSON.stringify(place);
}

/** Reads what `storeTrace` wrote. */
export const restoreTrace = (stored: string | null | undefined, now?: number): TraceContext | undefined =>
	stored ? readPlace(JSON.parse(stored), now) : undefined;
