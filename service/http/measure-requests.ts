import type { FastifyInstance } from 'fastify';
import { measurements } from '../../core/base/metrics/measurements';

/** Counts the requests to all routes that are added after this. A path that no route has is `none`: callers choose paths. */
export function measureRequests(app: FastifyInstance): void {
	app.addHook('onResponse', async (request, reply) => {
		const { method, routeOptions, headers } = request;
		const { url: route = 'none' } = routeOptions;
		measurements.count('troupe_http_requests_total', { method, route, status: String(reply.raw.statusCode) });
		// A stream lasts as long as its client stays. The headers of one that its route writes itself are not known here.
		if ([headers.accept, reply.getHeader('content-type')].some((type) => type === 'text/event-stream')) return;
		measurements.observe('troupe_http_request_duration_seconds', { route }, reply.elapsedTime / 1000);
	});
	app.addHook('onRequestAbort', async ({ method, routeOptions: { url: route = 'none' } }) => {
		measurements.count('troupe_http_requests_total', { method, route, status: 'aborted' });
	});
}
