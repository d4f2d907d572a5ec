import type { FastifyInstance, FastifyPluginAsync } from 'fastify';

/** Names a plugin for Fastify's errors. Without a name, Fastify searches all loaded modules at each start. */
export function namePlugin(name: string, plugin: FastifyPluginAsync): FastifyPluginAsync {
	return Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });
}

export function registerRoutes(service: FastifyInstance, name: string, routes: FastifyPluginAsync): PromiseLike<unknown> {
	return service.register(namePlugin(name, routes));
}
