import type * as Api from '@opentelemetry/api';
import { isTroupeError } from '../../core/base/errors';
import { readTraceContext, type TraceContext, withTraceContext } from '../../core/base/trace-context';
import type { Span, Tracing } from '../../core/ports/tracing';
import { version } from '../../package.json';
import { schemaUrl } from './published-names.json';

const spanKinds = { client: 'CLIENT', server: 'SERVER', consumer: 'CONSUMER' } as const;

/** Traces with a provider of OpenTelemetry: an own one, or the one that the host of this process registered. */
export function createTracing(api: typeof Api, provider: Api.TracerProvider, showsContent: boolean): Tracing {
	return {
		showsContent,
		open({ name, kind, facts, links = [] }) {
			// Asked each time: n8n replaces its own when its settings change.
			const tracer = provider.getTracer('n8n-nodes-troupe', version, { schemaUrl });
			const around = readTraceContext();
			const parent = around?.isEarlier ? undefined : around;
			const outside = around ? api.ROOT_CONTEXT : api.context.active();
			const context = parent ? api.trace.setSpanContext(api.ROOT_CONTEXT, toSpanContext(api, parent)) : outside;
			const options = {
				kind: api.SpanKind[kind === undefined ? 'INTERNAL' : spanKinds[kind]],
				attributes: { ...facts },
				links: (around?.isEarlier ? [around, ...links] : links).map((link) => ({ context: toSpanContext(api, link) })),
			};
			return createSpan(api, tracer.startSpan(name, options, context), context);
		},
	};
}

/** The place where every copy of the library looks for the provider that is registered in this process. */
const registry = Symbol.for('opentelemetry.js.api.1');
export const isRegistered = (): boolean => (globalThis as { [registry]?: { trace?: unknown } })[registry]?.trace !== undefined;

/** Traces with the provider that n8n, or a program around Troupe, registered. */
export async function openRegistered(showsContent: boolean): Promise<Tracing> {
	const api = await import('@opentelemetry/api');
	return createTracing(api, api.trace.getTracerProvider(), showsContent);
}

function createSpan(api: typeof Api, span: Api.Span, parent: Api.Context): Span {
	const place = toTraceContext(api, span.spanContext());
	return {
		// Also in the context of OpenTelemetry, for libraries that its instrumentations watch.
		within: (work) => withTraceContext(place ?? readTraceContext(), () => api.context.with(api.trace.setSpan(parent, span), work)),
		set: (facts) => void span.setAttributes({ ...facts }),
		end(error) {
			if (error !== undefined && span.isRecording()) {
				span.setAttribute('error.type', nameError(error));
				// Texts of errors can have personal data, ours too: providers and whoever stopped a run are quoted in some.
				span.setStatus({ code: api.SpanStatusCode.ERROR });
			}
			if (span.isRecording()) span.end();
		},
	};
}

/** Codes, statuses of HTTP, and names of classes: anything can be thrown, and an error can be given any name. */
const errorNames = /^(?:[A-Z][A-Z0-9_]*|[A-Z][A-Za-z0-9]*(?:Error|Exception)|[45]\d\d)$/;

/** @param error or its code */
function nameError(error: unknown): string {
	const thrown: unknown = typeof error === 'string' ? error : (error as Error | null)?.name;
	const name = isTroupeError(error) ? error.code : thrown;
	return typeof name === 'string' && errorNames.test(name) ? name : '_OTHER';
}

function toSpanContext(api: typeof Api, { traceparent, tracestate, isLocal }: TraceContext): Api.SpanContext {
	const [, traceId, spanId, flags] = traceparent.split('-') as [string, string, string, string];
	return {
		...{ traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: !isLocal },
		...(tracestate !== undefined && { traceState: api.createTraceState(tracestate) }),
	};
}

/** Undefined for a span of a provider that traces nothing. */
function toTraceContext(api: typeof Api, context: Api.SpanContext): TraceContext | undefined {
	if (!api.isSpanContextValid(context)) return undefined;
	const { traceId, spanId, traceFlags, traceState } = context;
	const tracestate = traceState?.serialize();
	const flags = (traceFlags & 1).toString(16).padStart(2, '0');
	return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate && { tracestate }), isLocal: true };
}
