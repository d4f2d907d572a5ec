import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../../core/base/text/escape-html';
import { requireCaller } from '../../manifests/registry/http/access';
import type { Host } from '../../providers/compose/hosts/host';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import type { GuardFor } from '../access/ask-for-scope';
import { plain } from '../../manifests/registry/http/routes/registry-route';
import { isConsoleBuilt } from '../console/console-files';
import { decisionLink } from '../console/session-cookie';
import { decisionPath } from './decision-link';
import { findWaitingRun } from './find-waiting-run';

const style =
	'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}';

/**
 * `/approvals/RUN`, the old target of links in MCP and A2A. Browsers go on to the console; programs with a credential get a page that cannot decide:
 * a browser would send the credential on any other page's request.
 */
export function approvalPage(service: FastifyInstance, host: Host, guardFor: GuardFor): void {
	service.get<{ Params: { run: string } }>(
		decisionLink,
		{
			onRequest: [toConsole, guardFor({ some: 'agent:decide' }, 'any-tenant')],
			config: { isPage: true },
			schema: {
				summary: 'Show what a run waits for, whole, as a page',
				tags: ['approvals'],
				security: [{ apiKey: ['agent:decide'] }],
				'x-answers': { 200: plain('The page', 'text/html') },
			},
		},
		async (request, reply) => {
			const own = { ...host, tenant: requireCaller(request).tenant };
			const { run } = request.params;
			const pending = await readPendingOf((await findWaitingRun(run, own, request.grant!)).state, own);
			const shown = pending.map(({ id, question }) => `<h2>${escapeHtml(id)}</h2><pre>${escapeHtml(question)}</pre>`).join('');
			void reply.header('cache-control', 'no-store');
			void reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
			return reply
				.type('text/html; charset=utf-8')
				.send(
					`<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(run)}</title><style>${style}</style></head><body><h1>${escapeHtml(run)}</h1>${shown}</body></html>`,
				);
		},
	);
}

/** The console identifies the person: a browser from a chat sends no session yet. */
async function toConsole(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | void> {
	const sendsOwn = request.headers.authorization !== undefined && request.signedIn === null;
	if (sendsOwn || !request.headers.accept?.includes('text/html') || !isConsoleBuilt()) return;
	return reply.redirect(decisionPath((request.params as { run: string }).run));
}
