import type { FastifyInstance } from 'fastify';
import { maxOfflineSeconds, stalePolicies } from '../../../documents/documents';
import { evaluationRulesSchema } from '../../../evidence/evaluation-rule';
import type { MetricsReport, ReasonRequest, SetFlagRequest, StartRollout, TenantPolicy } from '../../registry-api';
import { requireCaller } from '../access';
import { flag, policy, rollout, rollouts } from './answers';
import type { RegistryContext } from './context';
import { closed, count, decision, flagName, keyId, kind, list, name, percent, reason, revision, text, version } from './fields';
import type { RateLimits } from '../../../../service/http/limits';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const boolean = { type: 'boolean' } as const;
/** Its values are checked where the policy is set. */
const sandbox = closed({ level: text(10), maxAge: text(30), for: list(text(30), 10, 1), signers: list(keyId, 64, 1) }, [
	'level',
	'maxAge',
	'for',
]);
const none = { 204: { description: 'Done' } };

/** Feature flags, the tenant's policy, and rollouts by stages. */
export function rolloutRoutes(app: FastifyInstance, context: RegistryContext, limits: RateLimits): void {
	flagRoutes(app, context);
	steeringRoutes(app, context);
	metricsRoute(app, context, limits);
}

function flagRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	const params = closed({ name: flagName });

	app.put<{ Params: { name: string }; Body: Omit<SetFlagRequest, 'name'> }>(
		'/flags/:name',
		registryRoute({
			summary: 'Turn a feature on or off for the tenant, or on for a share of the instances',
			scope: 'registry:rollout',
			tag: 'rollouts',
			params,
			body: closed({ on: boolean, percent: percent(1), reason, revision }, ['on']),
			answer: { 200: json('The flag', flag) },
		}),
		async (request) => {
			const caller = requireCaller(request);
			const set = await registry.setFlag(caller, { ...request.body, name: request.params.name });
			snapshots.forget(caller.tenant);
			return set;
		},
	);

	app.delete<{ Params: { name: string } }>(
		'/flags/:name',
		registryRoute({ summary: 'Remove a flag', scope: 'registry:rollout', tag: 'rollouts', params, answer: none }),
		async (request, reply) => {
			const caller = requireCaller(request);
			await registry.removeFlag(caller, request.params.name);
			snapshots.forget(caller.tenant);
			return reply.code(204).send();
		},
	);

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

	app.put<{ Body: TenantPolicy }>(
		'/policy',
		registryRoute({
			summary:
				'Set whether packages and agents without a manifest may run, how long a snapshot stays usable after it expires and what machines may allow later, how long a bundle is valid on a site without a network, and which sandbox report and which evaluations an approval needs',
			scope: 'registry:rollout',
			tag: 'rollouts',
			body: closed({
				unknownPackages: decision,
				unlistedAgents: decision,
				stalePolicy: { enum: stalePolicies },
				graceSeconds: { type: 'integer', minimum: 0, maximum: 30 * 86_400 },
				offlineSeconds: { type: 'integer', minimum: 0, maximum: maxOfflineSeconds },
				sandbox,
				evaluations: evaluationRulesSchema,
			}),
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

const stage = closed({ percent: percent(1), minimumMinutes: { type: 'number', minimum: 0, maximum: 525_600 } }, [
	'percent',
	'minimumMinutes',
]);
const thresholds = closed(
	{ maximumFailureRate: { type: 'number', minimum: 0, maximum: 1 }, minimumSamples: { type: 'integer', minimum: 1, maximum: 1_000_000 } },
	['maximumFailureRate', 'minimumSamples'],
);

const conditions = {
	by: { enum: ['instance', 'contact'] },
	quality: closed(
		{
			compare: { enum: ['judged', 'runs'] },
			minimumSamples: { type: 'integer', minimum: 20, maximum: 1_000_000 },
			tolerance: { type: 'number', minimum: 0, maximum: 0.5 },
		},
		['compare', 'minimumSamples'],
	),
	evaluations: evaluationRulesSchema,
};

function steeringRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.post<{ Body: StartRollout }>(
		'/rollouts',
		registryRoute({
			summary: 'Start a rollout by stages',
			scope: 'registry:rollout',
			tag: 'rollouts',
			body: closed({ ...{ id: keyId, kind, name, from: version, to: version, stages: list(stage, 20, 1), thresholds }, ...conditions }, [
				'kind',
				'name',
				'from',
				'to',
				'stages',
			]),
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

	app.post<{ Params: { id: string; action: 'advance' | 'pause' | 'resume' | 'abort' }; Body: ReasonRequest | null }>(
		'/rollouts/:id/:action',
		registryRoute({
			summary: 'Advance, pause, resume or abort a rollout',
			scope: 'registry:rollout',
			tag: 'rollouts',
			params: closed({ id: keyId, action: { enum: ['advance', 'pause', 'resume', 'abort'] } }),
			body: closed({ reason, revision }),
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

const judged = closed({ passed: count, failed: count }, ['passed', 'failed']);

function metricsRoute(app: FastifyInstance, { registry, snapshots }: RegistryContext, limits: RateLimits): void {
	app.post<{ Params: { id: string }; Body: MetricsReport }>(
		'/rollouts/:id/metrics',
		registryRoute({
			rateLimit: { max: limits.snapshots },
			summary: 'Report the results of an instance since its last report',
			scope: 'registry:report',
			tag: 'rollouts',
			params: closed({ id: keyId }),
			body: closed({ ...{ instance: text(200), version, succeeded: count, failed: count, sequence: count }, judged }, [
				'instance',
				'version',
				'succeeded',
				'failed',
				'sequence',
			]),
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
