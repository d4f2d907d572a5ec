import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { TroupeError } from '../../core/base/errors';
import { sendProblem } from '../problems';

/** Nothing foreign or inline, and texts never become code. */
const directives = {
	'default-src': ["'none'"],
	'script-src': ["'self'"],
	'style-src': ["'self'"],
	'img-src': ["'self'", 'data:'],
	'connect-src': ["'self'"],
	'form-action': ["'self'"],
	'base-uri': ["'none'"],
	'frame-ancestors': ["'none'"],
	// The only policy is the diagrams': it accepts bpmn-js's few string parts and refuses other markup.
	'require-trusted-types-for': ["'script'"],
	'trusted-types': ['default'],
};

/** `/console/…`: the page's files. A room's address is the page itself, which finds its room. */
export async function consoleFiles(app: FastifyInstance): Promise<void> {
	await app.register(helmet, {
		contentSecurityPolicy: { useDefaults: false, directives },
		crossOriginResourcePolicy: { policy: 'same-origin' },
		crossOriginOpenerPolicy: { policy: 'same-origin' },
		// The proxy that ends TLS sets it: on plain http it means nothing.
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
		root,
		prefix: '/console/',
		wildcard: false,
		index: false,
		schemaHide: true,
		cacheControl: false,
		// Asset names contain their content's hash.
		setHeaders: (reply, path) =>
			void reply.header('cache-control', path.endsWith('.html') ? 'no-cache' : 'public, max-age=31536000, immutable'),
	});
	compress(app);
	app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/console/inbox'));
	for (const url of ['/console', '/console/*'])
		app.get(url, { schema: { hide: true } }, (request, reply) => {
			const { '*': rest = '' } = request.params as { '*'?: string };
			// A page must not answer for a missing file. Room ids can end like files.
			if (/^[^/]*\.\w+$/.test(rest) || rest.startsWith('assets/')) return reply.callNotFound();
			return reply.sendFile('index.html');
		});
}

/** Cuts a phone's load to a quarter. Names have hashes, so a browser loads each file once. */
function compress(app: FastifyInstance): void {
	app.addHook('onSend', async ({ headers }, reply, payload) => {
		const isText = /^(?:text|application)\/(?:html|css|javascript)/.test(String(reply.getHeader('content-type') ?? ''));
		if (!isText || !isStream(payload) || !/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return payload;
		reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' }).removeHeader('content-length');
		return pipeline(payload, createGzip(), () => undefined);
	});
}

const isStream = (payload: unknown): payload is Readable => typeof (payload as Readable | null)?.pipe === 'function';

const findFiles = () =>
	[join(__dirname, '../console'), join(__dirname, '../../dist/console')].find((folder) => existsSync(join(folder, 'index.html')));

/** A checkout has no page before `npm run build`. */
export const isConsoleBuilt = (): boolean => findFiles() !== undefined;

const notBuilt = () =>
	new TroupeError({ code: 'RESOURCE_NOT_FOUND', message: 'The console is not built in this checkout.', fix: 'Run `npm run build`.' });
