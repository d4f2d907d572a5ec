/** The registry over HTTP, as a Fastify plugin: routes, access, rate limits and errors. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import * as Type from 'typebox/type';
import { hasMoreForOperator } from '../../../core/base/caller-fault';
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import { isFault, problemContentType, retryAfter } from '../../../core/base/problem';
import { closed } from '../../../core/base/shape';
import type { RequestOf } from '../../../service/http/request-of';
import { json } from '../../../service/http/describe-operations';
import { keyId } from '../api/fields';
import type { RecordInAudit } from '../changes/tenant-work';
import type { FindUses, RegistryApi } from '../registry-api';
import {
	auditFilter,
	checkedAudit,
	metricsReport,
	reasonRequest,
	revokeTokens,
	rollout,
	startRollout,
	tenantPolicy,
} from '../registry-api';
import type { WebhookKeeper } from '../webhooks/webhook';
import { isFailedToken, type Access, type AccessReason } from '../access/access';
import { askForAccess, formatChallenge, requireCaller } from './access';
import { describeMissing } from '../../../service/http/allowed-methods';
import { accessTokens, auditPage, none, policy, rollouts } from './routes/answers';
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
import { registryRoute } from './routes/registry-route';
import { SnapshotCache } from './snapshot-cache';
import { webhookRoutes } from './routes/webhook-routes';

const settingPolicy = { body: tenantPolicy };
const starting = { body: startRollout };
const steering = { params: closed({ id: keyId, action: Type.Enum(['advance', 'pause', 'resume', 'abort']) }), body: reasonRequest };
const reporting = { params: closed({ id: keyId }), body: metricsReport };

/** The tenant's policy, and rollouts by stages. */
function rolloutRoutes(app: FastifyInstance, context: RegistryContext, limits: RateLimits): void {
	policyRoutes(app, context);
	steeringRoutes(app, context);
	metricsRoute(app, context, limits);
}

function policyRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.get(
		'/policy',
		registryRoute({
			summary: "Get the tenant's policy. Absent fields have their defaults",
			scope: 'registry:read',
			tag: 'rollouts',
			answer: { 200: json('The policy', policy) },
		}),
		async (request) => registry.policy(requireCaller(request)),
	);

	app.put<RequestOf<typeof settingPolicy>>(
		'/policy',
		registryRoute({
			summary:
				'Set whether packages and agents without a manifest may run, how long a snapshot stays usable after it expires and what machines may allow later, how long a bundle is valid on a site without a network, and which sandbox report and which evaluations an approval needs',
			scope: 'registry:rollout',
			tag: 'rollouts',
			...settingPolicy,
			answer: { 200: json('The policy', policy) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const set = await registry.setPolicy(caller, request.body);
			snapshots.forget(caller.tenant);
			return set;
		},
	);
}

function steeringRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.post<RequestOf<typeof starting>>(
		'/rollouts',
		registryRoute({
			summary: 'Start a rollout by stages',
			scope: 'registry:rollout',
			tag: 'rollouts',
			...starting,
			answer: { 201: json('The rollout', rollout) },
		}),
		async (request, reply) => {
			const caller = requireCaller(request);
			const started = await registry.startRollout(caller, request.body);
			snapshots.forget(caller.tenant);
			return reply.code(201).send(started);
		},
	);

	app.get(
		'/rollouts',
		registryRoute({ summary: 'List rollouts', scope: 'registry:read', tag: 'rollouts', answer: { 200: json('All of them', rollouts) } }),
		async (request) => ({ rollouts: await registry.rollouts(requireCaller(request)) }),
	);

	app.post<RequestOf<typeof steering>>(
		'/rollouts/:id/:action',
		registryRoute({
			summary: 'Advance, pause, resume or abort a rollout',
			scope: 'registry:rollout',
			tag: 'rollouts',
			...steering,
			answer: { 200: json('The rollout', rollout) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const { id, action } = request.params;
			const steered = await registry.steerRollout(caller, id, action, request.body ?? {});
			snapshots.forget(caller.tenant);
			return steered;
		},
	);
}

function metricsRoute(app: FastifyInstance, { registry, snapshots }: RegistryContext, limits: RateLimits): void {
	app.post<RequestOf<typeof reporting>>(
		'/rollouts/:id/metrics',
		registryRoute({
			rateLimit: { max: limits.snapshots },
			summary: 'Report the results of an instance since its last report',
			scope: 'registry:report',
			tag: 'rollouts',
			...reporting,
			answer: none,
		}),
		async (request, reply) => {
			const caller = requireCaller(request);
			await registry.reportMetrics(caller, request.params.id, request.body);
			// A report may end a rollout.
			snapshots.forget(caller.tenant);
			return reply.code(204).send();
		},
	);
}

const revoking = { body: revokeTokens };

function tokenRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get(
		'/tokens',
		registryRoute({
			summary: 'List the access tokens that were used or revoked. Tokens themselves are not stored',
			scope: 'registry:admin',
			tag: 'access',
			answer: { 200: json('The tokens', accessTokens) },
		}),
		async (request) => ({ tokens: await registry.tokens(requireCaller(request)) }),
	);

	app.post<RequestOf<typeof revoking>>(
		'/tokens/revocations',
		registryRoute({
			summary: 'Revoke an access token by its id (jti), or all tokens of a subject that were issued so far',
			scope: 'registry:admin',
			tag: 'access',
			...revoking,
			answer: { 200: json('The revoked tokens', accessTokens) },
		}),
		async (request) => ({ tokens: await registry.revokeTokens(requireCaller(request), request.body) }),
	);
}

const listing = { querystring: auditFilter };

function auditRoutes(app: FastifyInstance, { registry }: RegistryContext): void {
	app.get<RequestOf<typeof listing>>(
		'/audit',
		registryRoute({
			summary: 'List changes and refused changes, newest first',
			scope: 'registry:audit',
			tag: 'audit',
			...listing,
			answer: { 200: json('A page', auditPage) },
		}),
		async (request) => registry.audit(requireCaller(request), request.query),
	);

	app.get(
		'/audit/check',
		registryRoute({
			summary: 'Verify the audit log of the tenant',
			scope: 'registry:audit',
			tag: 'audit',
			answer: { 200: json('What was read, what waits, and what is wrong first', checkedAudit) },
		}),
		async (request) => registry.checkAudit(requireCaller(request)),
	);
}

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
