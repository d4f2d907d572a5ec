import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import { askForJob } from '../../engine-adapter/workers/waiting/waiting-jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Host } from '../../providers/compose/hosts/host';
import { visitWaiting, type VisitOutcome } from '../../providers/compose/nodes/visit-waiting';
import type { VisitPage } from '../../providers/tools/n8n-node/node-task';
import { readPublicUrl, waitingPath } from '../../providers/compose/nodes/waiting-links';
import type { ReportFault } from '../log/fault-log';
import { pagePolicy } from './page-policy';
import { registerRoutes } from '../http/name-plugin';

type Notice = 'unknown' | 'over' | 'refused' | 'too-large' | 'busy' | 'broken';

type Words = Record<Notice, [title: string, text: string]>;

const english: Words = {
	unknown: ['This link is not valid', 'Check that the whole address was copied.'],
	over: ['No answer is needed any more', 'The question was answered, withdrawn, or its time has passed.'],
	refused: ['This answer cannot be taken', 'Ask whoever sent you the link.'],
	'too-large': ['This answer is too large', 'Send less text or smaller files.'],
	busy: ['Too many answers at once', 'Try again in a few seconds.'],
	broken: ['Your answer was not recorded', 'Try again later.'],
};

const portuguese: Words = {
	unknown: ['Este link não é válido', 'Confira se o endereço foi copiado por inteiro.'],
	over: ['A resposta não é mais necessária', 'A pergunta já foi respondida, foi retirada ou o prazo acabou.'],
	refused: ['Esta resposta não pode ser aceita', 'Fale com quem enviou o link.'],
	'too-large': ['Esta resposta é grande demais', 'Envie menos texto ou arquivos menores.'],
	busy: ['Respostas demais ao mesmo tempo', 'Tente de novo em alguns segundos.'],
	broken: ['A sua resposta não foi registrada', 'Tente de novo mais tarde.'],
};

/** Contains nothing from outside. */
function noticePage(notice: Notice, acceptLanguage = ''): string {
	const isPortuguese = /^\s*pt\b/i.test(acceptLanguage);
	const [title, text] = (isPortuguese ? portuguese : english)[notice];
	return `<!doctype html>
<html lang="${isPortuguese ? 'pt' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:12vh auto;max-width:28rem;padding:0 1rem;text-align:center;color:#222}h1{font-size:1.2rem}</style></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;
}

/** Includes a form's files. */
const maxBodyBytes = 10 * 1024 * 1024;
/** Each takes an n8n process for a moment; more get 503. */
const maxAtOnce = 16;
const passedOn = ['accept-language', 'content-type'];

interface WaitingRouteParts {
	host: Host;
	engine?: ProcessEngine;
	reportFault: ReportFault;
}

interface Link {
	Params: { execution: string; id: string };
}

/** GET and POST /waiting/…: where people answer n8n nodes. The link is the only credential, so no fault tells it. */
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
				if (notice === 'broken' && !request.raw.socket.destroyed) reportFault(error, { url: waitingPath });
				sendNotice(request, reply, notice);
			},
			handler: async (request, reply) => {
				if (readPublicUrl(host.environment) === undefined) return sendNotice(request, reply, 'unknown');
				const outcome = await visit(request);
				if (outcome.kind !== 'page') return sendNotice(request, reply, outcome.kind);
				return send(reply, outcome.response);
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
	const body = noticePage(notice, headers['accept-language']);
	return send(reply, { status: statuses[notice], type: 'text/html; charset=utf-8', body });
}

function send(reply: FastifyReply, { status, type, body, nonce }: VisitPage): FastifyReply {
	const { method, headers } = reply.request;
	// The script of n8n's form has no origin, and reads if its input was accepted.
	if (method === 'POST' && headers.origin === 'null') reply.header('access-control-allow-origin', 'null');
	return reply
		.code(status)
		.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex', 'content-type': type, 'content-security-policy': pagePolicy(nonce) })
		.send(body);
}
