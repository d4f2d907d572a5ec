import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';

const parts = ['body', 'querystring', 'params'] as const;

/** Opens a service and compiles the schemas of all its routes, as their first requests do. Returns the number of schemas. */
export async function compileRoutes(open: () => Promise<{ close(): Promise<void> }>): Promise<number> {
	const routes: { app: FastifyInstance; route: RouteOptions }[] = [];
	const watch = (message: unknown) =>
		(message as { fastify: FastifyInstance }).fastify.addHook('onRoute', function (route) {
			routes.push({ app: this, route });
		});
	subscribe('fastify.initialization', watch);
	try {
		const service = await open();
		await service.close();
	} finally {
		unsubscribe('fastify.initialization', watch);
	}
	let compiled = 0;
	for (const { app, route } of routes) {
		for (const httpPart of parts) {
			const schema = route.schema?.[httpPart];
			if (!schema) continue;
			const check = app.validatorCompiler!({ schema, httpPart, method: String(route.method), url: route.url });
			try {
				void check({});
			} catch (cause) {
				throw new Error(`The schema of the ${httpPart} of ${String(route.method)} ${route.url} does not compile.`, { cause });
			}
			compiled += 1;
		}
	}
	return compiled;
}
