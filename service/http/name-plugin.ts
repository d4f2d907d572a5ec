import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

/**
 * Names a plugin of Fastify's, which shows the name in its errors. For a plugin without one, Fastify searches all loaded modules at each start of a
 * service.
 */
export function namePlugin(name: string, plugin: FastifyPluginAsync): FastifyPluginAsync {
	return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}

/** Registers routes that share hooks, parsers and limits, as a plugin of this name. */
export function registerRoutes(service: FastifyInstance, name: string, routes: FastifyPluginAsync): PromiseLike<unknown> {
	return service.register(namePlugin(name, routes));
}
