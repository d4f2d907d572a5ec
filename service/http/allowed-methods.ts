import type { FastifyInstance } from 'fastify';

/** Which methods there are for a path, from the routes that are added to `app` after this call; for the header Allow, RFC 9110, section 10.2.1. */
export function allowedMethods(app: FastifyInstance): (path: string) => string[] {
	const routes: Array<{ pattern: RegExp; methods: string[] }> = [];
	app.addHook('onRoute', ({ url, method }) => {
		routes.push({ pattern: toPattern(url), methods: [method].flat() });
	});
	return (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
}

/** A parameter is one part of a path. */
function toPattern(url: string): RegExp {
	const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, String.raw`\$&`)));
	return new RegExp(`^${parts.join('/')}$`);
}
