import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { TroupeError } from '../../core/base/errors';
import { sendProblem } from '../problems';

/** Nothing of the page comes from elsewhere, nothing is inline, and texts never become code. */
const directives = {
	...{ 'default-src': ["'none'"], 'script-src': ["'self'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'] },
	...{ 'connect-src': ["'self'"], 'form-action': ["'self'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
	// The one policy is that of the diagrams: it takes the few parts that bpmn-js makes from strings, and refuses all other markup.
	...{ 'require-trusted-types-for': ["'script'"], 'trusted-types': ['default'] },
};

/** `/console/…`: the files of the page. An address of a room is the page itself, which finds its room. */
export async function consoleFiles(app: FastifyInstance): Promise<void> {
	await app.register(helmet, {
		contentSecurityPolicy: { useDefaults: false, directives },
		crossOriginResourcePolicy: { policy: 'same-origin' },
		crossOriginOpenerPolicy: { policy: 'same-origin' },
		// Set by the proxy that ends TLS: on plain http it means nothing.
		strictTransportSecurity: false,
		frameguard: { action: 'deny' },
		referrerPolicy: { policy: 'no-referrer' },
	});
	const root = findFiles();
	if (root === undefined) {
		app.get('/console', { schema: { hide: true } }, (request, reply) => sendProblem(notBuilt(), request, reply));
		return;
	}
	await app.register(serveFiles, {
		...{ root, prefix: '/console/', wildcard: false, index: false, schemaHide: true, cacheControl: false },
		// Names of assets have the hash of their content.
		setHeaders: (reply, path) =>
			void reply.header('cache-control', path.endsWith('.html') ? 'no-cache' : 'public, max-age=31536000, immutable'),
	});
	compress(app);
	app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/console/inbox'));
	for (const url of ['/console', '/console/*'])
		app.get(url, { schema: { hide: true } }, (request, reply) => {
			const { '*': rest = '' } = request.params as { '*'?: string };
			// A file that is missing must not be answered by a page. Ids of a room can end as files do.
			if (/^[^/]*\.\w+$/.test(rest) || rest.startsWith('assets/')) return reply.callNotFound();
			return reply.sendFile('index.html');
		});
}

/** A phone loads a quarter of it. Names have hashes, so a browser loads each file once. */
function compress(app: FastifyInstance): void {
	app.addHook('onSend', async ({ headers }, reply, payload) => {
		const isText = /^(?:text|application)\/(?:html|css|javascript)/.test(String(reply.getHeader('content-type') ?? ''));
		if (!isText || !isStream(payload) || !/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return payload;
		reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' }).removeHeader('content-length');
		// A fault of the file ends the answer.
		return pipeline(payload, createGzip(), () => undefined);
	});
}

const isStream = (payload: unknown): payload is Readable => typeof (payload as Readable | null)?.pipe === 'function';

/** In the package, and in a checkout after `npm run build`. */
const findFiles = () =>
	[join(__dirname, '../console'), join(__dirname, '../../dist/console')].find((folder) => existsSync(join(folder, 'index.html')));

/** Whether there is a page: a checkout has none before `npm run build`. */
export const isConsoleBuilt = (): boolean => findFiles() !== undefined;

const notBuilt = () =>
	new TroupeError({ code: 'RESOURCE_NOT_FOUND', message: 'The console is not built in this checkout.', fix: 'Run `npm run build`.' });
