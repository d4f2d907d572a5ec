import type * as Api from '@opentelemetry/api';
import { isTroupeError } from '../../core/base/errors';
import { readTraceContext, type TraceContext, withTraceContext } from '../../core/base/trace-context';
import type { Span, Tracing } from '../../core/ports/tracing';
import { version } from '../../package.json';
import { schemaUrl } from './published-names.json';

const spanKinds = { client: 'CLIENT', server: 'SERVER', consumer: 'CONSUMER' } as const;

/** Traces with an OpenTelemetry provider: an own one, or the one registered in this process. */
export function createTracing(api: typeof Api, provider: Api.TracerProvider, showsContent: boolean): Tracing {
	return {
		showsContent,
		open({ name, kind, facts, links = [] }) {
			// Requested each time: n8n replaces its provider when settings change.
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

/** The place where all copies of the library find the registered provider. */
const registry = Symbol.for('opentelemetry.js.api.1');
export const isRegistered = (): boolean => (globalThis as { [registry]?: { trace?: unknown } })[registry]?.trace !== undefined;

/** Uses the provider registered by n8n or another host. */
export async function openRegistered(showsContent: boolean): Promise<Tracing> {
	const api = await import('@opentelemetry/api');
	return createTracing(api, api.trace.getTracerProvider(), showsContent);
}

function createSpan(api: typeof Api, span: Api.Span, parent: Api.Context): Span {
	const place = toTraceContext(api, span.spanContext());
	return {
		// Also in OpenTelemetry's context, for instrumented libraries.
		within: (work) => withTraceContext(place ?? readTraceContext(), () => api.context.with(api.trace.setSpan(parent, span), work)),
		set: (facts) => void span.setAttributes({ ...facts }),
		end(error) {
			if (error !== undefined && span.isRecording()) {
				span.setAttribute('error.type', nameError(error));
				// Error texts can contain personal data, such as quotes of providers or people.
				span.setStatus({ code: api.SpanStatusCode.ERROR });
			}
			if (span.isRecording()) span.end();
		},
	};
}

/** Codes, HTTP statuses and class names only: errors can have any name. */
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
		traceId,
		spanId,
		traceFlags: Number.parseInt(flags, 16) & 1,
		isRemote: !isLocal,
		...(tracestate !== undefined && { traceState: api.createTraceState(tracestate) }),
	};
}

/** Undefined for a span that traces nothing. */
function toTraceContext(api: typeof Api, context: Api.SpanContext): TraceContext | undefined {
	if (!api.isSpanContextValid(context)) return undefined;
	const { traceId, spanId, traceFlags, traceState } = context;
	const tracestate = traceState?.serialize();
	const flags = (traceFlags & 1).toString(16).padStart(2, '0');
	return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate && { tracestate }), isLocal: true };
}
