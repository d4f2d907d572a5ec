/** The registry over HTTP, as a Fastify plugin: routes, access, rate limits and errors. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { hasMoreForOperator } from '../../../core/base/caller-fault';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import { isFault, problemContentType, retryAfter } from '../../../core/base/problem';
import type { RecordInAudit } from '../changes/tenant-work';
import type { FindUses, RegistryApi } from '../registry-api';
import type { WebhookKeeper } from '../webhooks/webhook';
import { isFailedToken, type Access, type AccessReason } from '../access/access';
import { askForAccess, formatChallenge } from './access';
import { describeMissing } from '../../../service/http/allowed-methods';
import { auditRoutes } from './routes/audit-routes';
import type { RegistryContext } from './routes/context';
import { documentRoutes } from './routes/document-routes';
import { eventRoutes } from './routes/event-routes';
import { EventStreams, type StreamLimits } from '../../../service/http/event-streams';
import { countFailures, defaultLimits, limitRates, limitUnknownRoutes, secureHeaders, type RateLimits } from '../../../service/http/limits';
import { manifestRoutes } from './routes/manifest-routes';
import type { RegistryMetrics } from './metrics';
import { namePlugin } from '../../../service/http/name-plugin';
import { toRegistryProblem } from './problem';
import { readStrictly } from '../../../service/http/read-strictly';
import { labelRoutes } from './routes/label-routes';
import { rolloutRoutes } from './routes/rollout-routes';
import { SnapshotCache } from './snapshot-cache';
import { tokenRoutes } from './routes/token-routes';
import { webhookRoutes } from './routes/webhook-routes';

export interface RegistryHttpParts {
	registry: RegistryApi;
	access: Access;
	webhooks: WebhookKeeper;
	reportFault: (error: unknown, url: string, requestId?: string) => void;
	record: RecordInAudit;
	findUses?: FindUses;
	rateLimits?: Partial<RateLimits>;
	streamLimits?: Partial<StreamLimits>;
	metrics?: RegistryMetrics;
}

export function registryHttp(parts: RegistryHttpParts): FastifyPluginAsync {
	return namePlugin('registry', async (app) => {
		const limits = { ...defaultLimits, ...parts.rateLimits };
		const streams = new EventStreams(parts.reportFault, parts.streamLimits);
		const context: RegistryContext = { ...parts, snapshots: new SnapshotCache(parts.registry), streams };
		Object.assign(parts.metrics ?? {}, { openStreams: () => streams.size, snapshotAge: () => context.snapshots.age() });
		readStrictly(app);
		nameRequests(app);
		await secureHeaders(app);
		askForAccess(app, parts.access);
		await limitRates(app, limits);
		answerProblems(app, parts, limits);
		documentRoutes(app, context, limits);
		manifestRoutes(app, context);
		rolloutRoutes(app, context, limits);
		labelRoutes(app, context);
		auditRoutes(app, context);
		eventRoutes(app, context, parts.access);
		webhookRoutes(app, context);
		tokenRoutes(app, context);
		// Before the service waits for its connections to end.
		app.addHook('preClose', async () => streams.close());
	});
}

function nameRequests(app: FastifyInstance): void {
	app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
}

function answerProblems(app: FastifyInstance, { reportFault }: RegistryHttpParts, limits: RateLimits): void {
	const countFailure = countFailures(app, limits);
	const describe = describeMissing(app);
	app.setErrorHandler(async (error, request, reply) => {
		request.refusal = error;
		const answered = isFailedToken(error) ? ((await countFailure(request)) ?? error) : error;
		return sendProblem(answered, request, reply, reportFault);
	});
	app.setNotFoundHandler({ preHandler: limitUnknownRoutes(app) }, (request, reply) => {
		const { status, message } = describe(request, reply);
		return sendProblem(Object.assign(new Error(message), { statusCode: status }), request, reply, reportFault);
	});
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, reportFault: RegistryHttpParts['reportFault']) {
	const answer = toRegistryProblem(error, request.url.split('?')[0] ?? '', request.id);
	if (isFault(answer.status) || hasMoreForOperator(error)) reportFault(error, request.url.split('?')[0] ?? '', request.id);
	if (isTroupeError(error)) explain(error, request, reply);
	reply.headers(retryAfter(error, answer.status));
	return reply.code(answer.status).type(problemContentType).header('cache-control', 'no-store').send(JSON.stringify(answer));
}

/** No other token would change these refusals. */
const unchallenged: unknown[] = ['foreign', 'address'] satisfies AccessReason[];

function explain(error: TroupeError, request: FastifyRequest, reply: FastifyReply): void {
	if (error.code === 'ACCESS_DENIED' && !unchallenged.includes(error.details.reason)) {
		reply.header('www-authenticate', formatChallenge(error.details, request.routeOptions.config.scope));
	}
}
