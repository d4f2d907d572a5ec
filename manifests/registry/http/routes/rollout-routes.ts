import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import { closed } from '../../../../core/base/shape';
import { metricsReport, reasonRequest, rollout, startRollout, tenantPolicy } from '../../registry-api';
import { keyId } from '../../api/fields';
import { requireCaller } from '../access';
import { none, policy, rollouts } from './answers';
import type { RegistryContext } from './context';
import type { RequestOf } from '../../../../service/http/request-of';
import type { RateLimits } from '../../../../service/http/limits';
import { json } from '../../../../service/http/describe-operations';
import { registryRoute } from './registry-route';

const settingPolicy = { body: tenantPolicy };
const starting = { body: startRollout };
const steering = { params: closed({ id: keyId, action: Type.Enum(['advance', 'pause', 'resume', 'abort']) }), body: reasonRequest };
const reporting = { params: closed({ id: keyId }), body: metricsReport };

/** The tenant's policy, and rollouts by stages. */
export function rolloutRoutes(app: FastifyInstance, context: RegistryContext, limits: RateLimits): void {
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
