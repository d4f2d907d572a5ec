import type { FastifyInstance } from 'fastify';

/** Counts the requests to a part of the service. Bounded: routes, methods and statuses are few. */
export class RequestCounts {
	/** By `METHOD route status`. */
	readonly requests = new Map<string, number>();

	countOn(app: FastifyInstance): void {
		app.addHook('onResponse', async (request, reply) => {
			const key = `${request.method} ${request.routeOptions.url ?? 'none'} ${reply.raw.statusCode}`;
			this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
		});
	}
}
