import type { FastifyInstance } from 'fastify';

/** What is counted of the registry's requests. Bounded: routes, methods and statuses are few. */
export class RegistryMetrics {
	/** By `METHOD route status`. */
	readonly requests = new Map<string, number>();
	openStreams: () => number = () => 0;
	/** Seconds since the oldest snapshot in use was first seen here: it is signed again long before it expires. */
	snapshotAge: () => number | undefined = () => undefined;

	countOn(app: FastifyInstance): void {
		app.addHook('onResponse', async (request, reply) => {
			const key = `${request.method} ${request.routeOptions.url ?? 'none'} ${reply.raw.statusCode}`;
			this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
		});
	}
}
