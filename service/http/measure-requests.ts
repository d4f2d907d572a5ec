import type { FastifyInstance, FastifyRequest } from 'fastify';
import { measurements } from '../../core/base/metrics/measurements';

/** Counts requests to later routes. Callers choose paths and methods: unknown ones are `none`. */
export function measureRequests(app: FastifyInstance): void {
	app.addHook('onResponse', async (request, reply) => {
		const { headers } = request;
		const { method, route } = nameRoute(request);
		measurements.count('troupe_http_requests_total', { method, route, status: String(reply.raw.statusCode) });
		// A stream lasts as long as its client. The headers of one that its route writes are unknown here.
		if ([headers.accept, reply.getHeader('content-type')].some((type) => type === 'text/event-stream')) return;
		measurements.observe('troupe_http_request_duration_seconds', { route }, reply.elapsedTime / 1000);
	});
	app.addHook('onRequestAbort', async (request) => {
		measurements.count('troupe_http_requests_total', { ...nameRoute(request), status: 'aborted' });
	});
}

export const nameRoute = ({ method, routeOptions: { url: route } }: FastifyRequest) =>
	route === undefined ? { method: 'none', route: 'none' } : { method, route };
