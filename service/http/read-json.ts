import { isTooDeep, maxJsonDepth, parseJson } from '../../core/base/text/json/lossless-json';
import type { FastifyInstance, FastifyRequest } from 'fastify';

type Done = (error: Error | null, body?: unknown) => void;

const notUtf8 = () =>
	Object.assign(new Error('The body is not JSON in UTF-8.'), { statusCode: 400, code: 'FST_ERR_CTP_INVALID_JSON_BODY' });

/** Variables have Zeebe's depth, a few levels inside the body. */
const maxDepth = maxJsonDepth + 10;

export const tooDeepCode = 'JSON_TOO_DEEP';
const tooDeep = () =>
	Object.assign(new Error(`The body is nested more than ${maxDepth} levels deep.`), { statusCode: 400, code: tooDeepCode });

/** Takes bodies of JSON alone, whose integers lose no digits. Clients send the header of JSON with every request, also with nothing in the body: then there is no body. */
export function readJson(app: FastifyInstance): void {
	// 'error' refuses __proto__ and constructor.prototype.
	const parse = app.getDefaultJsonParser('error', 'error');
	app.removeAllContentTypeParsers();
	parseJsonBy(app, (request, text, done) =>
		text === ''
			? done(null, undefined)
			: void parse(request, text, (error, body) =>
					error ? done(error) : isTooDeep(body, maxDepth) ? done(tooDeep()) : done(null, parseJson(text)),
				),
	);
}

/** Parses JSON in UTF-8, the only encoding of RFC 8259, section 8.1. Another one would arrive as other words. */
export function parseJsonBy(app: FastifyInstance, parse: (request: FastifyRequest, text: string, done: Done) => void): void {
	const utf8 = new TextDecoder('utf-8', { fatal: true });
	app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
		let text: string;
		try {
			text = utf8.decode(bytes as Buffer);
		} catch {
			return done(notUtf8());
		}
		parse(request, text, done);
	});
}
