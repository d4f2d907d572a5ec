import type { TraceContext } from '../base/trace-context';

/** Names of OpenTelemetry's conventions, or `troupe.…`. */
export type SpanFacts = Readonly<Record<string, string | number | boolean | string[]>>;

export interface SpanStart {
	name: string;
	/** `client`: asks another service. `server`: answers a request. `consumer`: from a queue. Default: work of this process. */
	kind?: 'client' | 'server' | 'consumer';
	facts?: SpanFacts;
	/** Other traces, or earlier places of this one, that led to this work. */
	links?: readonly TraceContext[];
}

export interface Span {
	/** Spans and requests of this work belong to this span. */
	within: <Result>(work: () => Result) => Result;
	set(facts: SpanFacts): void;
	/** Calls after the first one change nothing. @param error why the work failed */
	end(error?: unknown): void;
}

/** Does not fail, and does not wait. */
export interface Tracing {
	/** Spans get masked texts. */
	readonly showsContent: boolean;
	open(start: SpanStart): Span;
}
