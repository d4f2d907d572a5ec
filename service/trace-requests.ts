import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseTraceContext, readTraceId, withTraceContext } from '../core/base/trace-context';
import type { Span, Tracing } from '../core/ports/tracing';

/** Asked every few seconds, for their answer only. */
const probes = new Set(['/healthz', '/readyz', '/metrics']);

/** RFC 9110, 9.1, and RFC 5789: the conventions give other methods one name. */
const methods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'TRACE']);

const traces = new WeakMap<FastifyRequest, string | undefined>();

/** From the request's headers, or from its span. */
export const findRequestTrace = (request: FastifyRequest): string | undefined => traces.get(request) ?? readTraceId(readCaller(request));

/** Traces each request as a span of its headers' trace. Register it before the routes. */
export function traceRequests(service: FastifyInstance, tracing: Tracing | undefined): void {
	const spans = new WeakMap<FastifyRequest, Span>();
	// Not earlier: a body's reader leaves the request's context.
	service.addHook('preValidation', (request, _reply, done) =>
		withTraceContext(readCaller(request), () => (spans.has(request) ? spans.get(request)!.within(done) : done())),
	);
	if (!tracing) return;
	service.addHook('onRequest', (request, _reply, done) => {
		const { url: route } = request.routeOptions;
		if (!probes.has(route!)) {
			const span = withTraceContext(readCaller(request), () => tracing.open(describe(request, route)));
			spans.set(request, span);
			traces.set(
				request,
				span.within(() => readTraceId()),
			);
		}
		done();
	});
	service.addHook('onResponse', async (request, reply) => {
		const { statusCode } = reply.raw;
		const span = spans.get(request);
		span?.set({ 'http.response.status_code': statusCode });
		span?.end(statusCode >= 500 ? String(statusCode) : undefined);
	});
	service.addHook('onRequestAbort', async (request) => spans.get(request)?.end());
}

const readCaller = ({ headers }: FastifyRequest) => parseTraceContext(headers.traceparent, headers.tracestate);

/** Uses the route: the path contains ids, names and a channel's secret. */
function describe({ method, protocol }: FastifyRequest, route: string | undefined) {
	const isKnown = methods.has(method);
	const name = isKnown ? method : 'HTTP';
	return {
		name: route === undefined ? name : `${name} ${route}`,
		kind: 'server' as const,
		facts: {
			'http.request.method': isKnown ? method : '_OTHER',
			'url.scheme': protocol,
			'url.path': route ?? 'REDACTED',
			...(route !== undefined && { 'http.route': route }),
		},
	};
}
