import type { FastifyInstance } from 'fastify';

const notUtf8 = () =>
	Object.assign(new Error('The body is not JSON in UTF-8.'), { statusCode: 400, code: 'FST_ERR_CTP_INVALID_JSON_BODY' });

/** Takes bodies of JSON alone. Clients send the header of JSON with every request, also with nothing in the body: then there is no body. */
export function readJson(app: FastifyInstance): void {
	// 'error': a body that names __proto__ or constructor.prototype is refused.
	const parse = app.getDefaultJsonParser('error', 'error');
	// RFC 8259, section 8.1. Another encoding would arrive as other words.
	const utf8 = new TextDecoder('utf-8', { fatal: true });
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
		if (bytes.length === 0) return done(null, undefined);
		let text: string;
		try {
			text = utf8.decode(bytes as Buffer);
		} catch {
			return done(notUtf8());
		}
		return parse(request, text, done);
	});
}
