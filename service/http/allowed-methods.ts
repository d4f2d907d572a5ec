import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface MissingEndpoint {
	status: 404 | 405;
	message: string;
	path: string;
}

/** Describes a request without a route among those added to `app` after this call, and sets the header Allow. */
export function describeMissing(app: FastifyInstance): (request: FastifyRequest, reply: FastifyReply) => MissingEndpoint {
	const methodsOf = allowedMethods(app);
	return ({ method, url }, reply) => {
		const path = (url.split('?')[0] ?? '').slice(0, maxPathCharacters);
		const methods = methodsOf(path);
		const message = `The endpoint ${method} ${path} does not exist.`;
		if (methods.length === 0) return { status: 404, message, path };
		reply.header('allow', methods.join(', '));
		return { status: 405, message: `${message} Allowed methods: ${methods.join(', ')}.`, path };
	};
}

export const maxPathCharacters = 200;

/** Lists a path's methods from routes added to `app` after this call; for the header Allow, RFC 9110, section 10.2.1. */
function allowedMethods(app: FastifyInstance): (path: string) => string[] {
	const routes: Array<{ pattern: RegExp; methods: string[] }> = [];
	app.addHook('onRoute', ({ url, method }) => {
		routes.push({ pattern: toPattern(url), methods: [method].flat() });
	});
	return (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
}

function toPattern(url: string): RegExp {
	const parts = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, String.raw`\$&`)));
	return new RegExp(`^${parts.join('/')}$`);
}
