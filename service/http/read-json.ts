import type { FastifyInstance } from 'fastify';

/** Takes bodies of JSON alone. Clients send the header of JSON with every request, also with nothing in the body: then there is no body. */
export function readJson(app: FastifyInstance): void {
	// 'error': a body that names __proto__ or constructor.prototype is refused.
	const parse = app.getDefaultJsonParser('error', 'error');
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) =>
		text === '' ? done(null, undefined) : parse(request, text as string, done),
	);
}
