import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as Type from 'typebox/type';
import type { PendingDecision } from '../../core/agents/agent-outcome';
import { closed, optional } from '../../core/base/shape';
import { escapeHtml } from '../../core/base/text/escape-html';
import { readPendingOf } from '../../providers/compose/state/read-pending';
import { requireCaller } from '../../manifests/registry/http/access';
import { list, text } from '../../manifests/registry/api/fields';
import type { Host } from '../../providers/compose/hosts/host';
import type { ListedRun } from '../../providers/state/runs/suspensions';
import type { GuardFor } from '../access/ask-for-scope';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import type { RequestOf } from '../http/request-of';
import type { AgentLog } from '../log/log-agents';
import { describeOutcome } from '../offered-agents/describe-outcome';
import { decideRun, findWaitingRun, readDecisions } from './decide-run';

const summary = (words: string, more: object = {}) => ({ summary: words, tags: ['approvals'], security: [{ apiKey: [] }], ...more });
const decision = closed({
	id: text(500),
	...optional({ approved: Type.Boolean(), comment: text(8_000), answer: Type.String({ maxLength: 8_000 }) }),
	...optional({ viewSha256: text(64), statement: text(8_000) }),
});
const deciding = { body: closed({ decisions: list(decision, 200) }) };

interface ApprovalParts {
	host: Host;
	logAgent: AgentLog;
}

type OfRun = { Params: { run: string } };

/** `/approvals`: what `troupe agent runs`, `show` and `resume` do, for people who decide with a token or key of their own. */
export function approvalRoutes(service: FastifyInstance, { host, logAgent }: ApprovalParts, guardFor: GuardFor): void {
	const stop = new AbortController();
	service.addHook('preClose', async () => stop.abort(new Error('The service stops.')));
	const hostOf = (request: FastifyRequest): Host => ({ ...host, tenant: requireCaller(request).tenant });

	void registerRoutes(service, 'approvals', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', guardFor('agent:decide', 'any-tenant'));

		app.get('/approvals', { schema: summary('List the runs of the own tenant that wait for a person') }, async (request) => ({
			runs: (await listWaiting(hostOf(request))).map(describeRun),
		}));

		app.get<OfRun>(
			'/approvals/:run',
			{ config: { isPage: true }, schema: summary('Show what a run waits for, whole: as JSON, or as a page where HTML is accepted') },
			async (request, reply) => {
				const own = hostOf(request);
				const { state, listed } = await findWaitingRun(request.params.run, own);
				const pending = await readPendingOf(state, own);
				void reply.header('cache-control', 'no-store');
				if (!String(request.headers.accept).includes('text/html')) return { ...describeRun(listed), pending };
				void reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
				return reply.type('text/html; charset=utf-8').send(toPage(listed, pending));
			},
		);

		app.post<RequestOf<typeof deciding> & OfRun>(
			'/approvals/:run',
			{
				schema: summary('Decide what a run waits for, and continue it', deciding),
			},
			async (request) => {
				const decisions = readDecisions(request.body.decisions);
				return describeOutcome(
					await decideRun(request.params.run, decisions, request.grant!, { host: hostOf(request), logAgent, signal: stop.signal }),
					true,
				);
			},
		);
	});
}

async function listWaiting(host: Host): Promise<ListedRun[]> {
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	return (await openRuns(host, host.stateFolder!)).listSuspended();
}

const describeRun = ({ runId, agent, status, since, decideBy, whenTimedOut, host, pending }: ListedRun) => ({
	...{ run: runId, agent, status, since: new Date(since).toISOString(), decideBy: new Date(decideBy).toISOString(), whenTimedOut },
	...{ host, pending },
});

/** The whole text to read. A page of a browser cannot decide: it would send the credential for whatever another page asks. */
function toPage({ runId }: ListedRun, pending: PendingDecision[]): string {
	const shown = pending.map((one) => `<h2>${escapeHtml(one.id)}</h2><pre>${escapeHtml(one.question)}</pre>`);
	const style =
		'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}';
	return `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(runId)}</title><style>${style}</style></head><body><h1>${escapeHtml(runId)}</h1>${shown.join('')}</body></html>`;
}
