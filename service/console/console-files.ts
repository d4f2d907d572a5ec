import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
	app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/console/inbox'));
	for (const url of ['/console', '/console/*'])
		app.get(url, { schema: { hide: true } }, (request, reply) => {
			const { '*': rest = '' } = request.params as { '*'?: string };
			// A file that is missing must not be answered by a page.
			if (/\.\w+$/.test(rest) || rest.startsWith('assets/')) return reply.callNotFound();
			return reply.sendFile('index.html');
		});
}

/** In the package, and in a checkout after `npm run build`. */
const findFiles = () =>
	[join(__dirname, '../console'), join(__dirname, '../../dist/console')].find((folder) => existsSync(join(folder, 'index.html')));

const notBuilt = () =>
	new TroupeError({ code: 'RESOURCE_NOT_FOUND', message: 'The console is not built in this checkout.', fix: 'Run `npm run build`.' });
