import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import { askForJob } from '../../engine-adapter/workers/waiting/waiting-jobs';
import type { ProcessEngine } from '../../engine-adapter/engine';
import type { Host } from '../../providers/compose/host';
import { visitWaiting, type VisitOutcome } from '../../providers/compose/nodes/visit-waiting';
import { readPublicUrl, waitingPath } from '../../providers/compose/nodes/waiting-links';
import type { ReportFault } from '../log/fault-log';
import { noticePage, type Notice } from './notice-page';
import { registerRoutes } from '../http/name-plugin';

/** Files of a form included. */
const maxBodyBytes = 10 * 1024 * 1024;
/** Each takes a process of n8n for a moment; more get 503. */
const maxAtOnce = 16;
/** What of a request a node is given. */
const passedOn = ['accept-language', 'content-type'];
/** A page of n8n runs scripts, and must not do so as one of Troupe's own. */
const sandbox = 'sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts allow-top-navigation-by-user-activation';

interface WaitingRouteParts {
	host: Host;
	/** Tells whether a task waits still, where this process knows. */
	engine?: ProcessEngine;
	reportFault: ReportFault;
}

interface Link {
	Params: { execution: string; id: string };
}

/** GET and POST /waiting/…: where people answer nodes of n8n that ask them. The link is the only credential, so no fault tells it. */
export async function waitingRoute(service: FastifyInstance, { host, engine, reportFault }: WaitingRouteParts): Promise<void> {
	const isThere = askForJob(engine);
	let visits = 0;
	const visit = async (request: FastifyRequest<Link>): Promise<VisitOutcome | { kind: 'busy' }> => {
		if (visits >= maxAtOnce) return { kind: 'busy' };
		visits += 1;
		const gone = new AbortController();
		const leave = () => gone.abort();
		request.raw.socket.once('close', leave);
		try {
			return await visitWaiting(request.params.id, readVisit(request), host, { isThere, signal: gone.signal });
		} finally {
			request.raw.socket.off('close', leave);
			visits -= 1;
		}
	};
	await registerRoutes(service, 'waiting', async (app) => {
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) => done(null, body));
		app.route<Link>({
			method: ['GET', 'POST'],
			url: `${waitingPath}/:execution/:id`,
			bodyLimit: maxBodyBytes,
			schema: { hide: true },
			config: { isLinked: true },
			errorHandler: (error, request, reply) => {
				const notice = toNotice(error);
				// Whoever has left gets no answer.
				if (notice === 'broken' && !request.raw.socket.destroyed) reportFault(error, { url: waitingPath });
				sendNotice(request, reply, notice);
			},
			handler: async (request, reply) => {
				if (readPublicUrl(host.environment) === undefined) return sendNotice(request, reply, 'unknown');
				const outcome = await visit(request);
				if (outcome.kind !== 'page') return sendNotice(request, reply, outcome.kind);
				const { status, headers, body } = outcome.response;
				return send(reply.headers({ 'content-security-policy': sandbox, ...headers }), status, body);
			},
		});
	});
}

function readVisit({ method, url, headers, body }: FastifyRequest): Parameters<typeof visitWaiting>[1] {
	const passed = passedOn.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]] as const] : []));
	return {
		method: method === 'POST' ? 'POST' : 'GET',
		url,
		headers: Object.fromEntries(passed),
		body: Buffer.isBuffer(body) ? body.toString('base64') : '',
	};
}

function toNotice(error: unknown): Notice {
	if (isTroupeError(error) && error.code === 'RATE_LIMITED') return 'busy';
	return (error as { statusCode?: number }).statusCode === 413 ? 'too-large' : 'broken';
}

const statuses: Record<Notice, number> = { unknown: 404, over: 410, refused: 403, 'too-large': 413, busy: 503, broken: 500 };

function sendNotice({ headers }: FastifyRequest, reply: FastifyReply, notice: Notice): FastifyReply {
	if (notice === 'busy') reply.header('retry-after', 5);
	return send(
		reply.headers({
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
		}),
		statuses[notice],
		noticePage(notice, headers['accept-language']),
	);
}

/** Scripts of the page have no origin, and read the answer to what they send. */
const send = (reply: FastifyReply, status: number, body: string): FastifyReply =>
	reply
		.code(status)
		.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex', 'access-control-allow-origin': '*' })
		.removeHeader('cross-origin-resource-policy')
		.send(body);
