import type { TraceContext } from '../base/trace-context';

/** Facts of a span, by the names of OpenTelemetry's conventions, or `troupe.…`. */
export type SpanFacts = Readonly<Record<string, string | number | boolean | string[]>>;

export interface SpanStart {
	name: string;
	/** `client`: asks another service. `server`: answers a request. `consumer`: does what came through a queue. Default: work of this process. */
	kind?: 'client' | 'server' | 'consumer';
	facts?: SpanFacts;
	/** Places of other traces, or earlier ones of this trace, that led to this work. */
	links?: readonly TraceContext[];
}

export interface Span {
	/** Does work whose spans and requests belong to this one. */
	within: <Result>(work: () => Result) => Result;
	set(facts: SpanFacts): void;
	/** Ends it; what comes after the first end changes nothing. @param error why its work failed */
	end(error?: unknown): void;
}

/** Traces work as spans. Does not fail, and does not wait. */
export interface Tracing {
	/** Whether spans get texts, masked. */
	readonly showsContent: boolean;
	/** Begins a span of the work that is being done. */
	open(start: SpanStart): Span;
}
