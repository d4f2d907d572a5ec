import type { FastifyInstance } from 'fastify';
import { parseTraceContext, withTraceContext } from '../../core/base/trace-context';

/** Answers each request as part of the trace that its headers name. Register it before the routes. */
export function traceRequests(service: FastifyInstance): void {
	// Not earlier: what reads a body goes on outside of where its request began.
	service.addHook('preValidation', ({ headers }, _reply, done) =>
		withTraceContext(parseTraceContext(headers.traceparent, headers.tracestate), done),
	);
}
