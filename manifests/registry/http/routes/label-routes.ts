import type { FastifyInstance } from 'fastify';
import { json } from '../../../../service/http/describe-operations';
import type { RequestOf } from '../../../../service/http/request-of';
import { isProtected, label, labelFilter, labelKey, labelRequest, removingLabel } from '../../api/labels';
import { requireCaller, requireScope } from '../access';
import { none, page } from './answers';
import type { RegistryContext } from './context';
import { registryRoute } from './registry-route';

const path = '/labels/:kind/:name/:label';
const setting = { params: labelKey, body: labelRequest };
const removing = { params: labelKey, body: removingLabel };
const listing = { querystring: labelFilter };

export function labelRoutes(app: FastifyInstance, { registry, snapshots }: RegistryContext): void {
	app.get<RequestOf<typeof listing>>(
		'/labels',
		registryRoute({
			summary: 'List labels, by kind, name and label',
			scope: 'registry:read',
			tag: 'rollouts',
			...listing,
			answer: { 200: json('A page', page(label)) },
		}),
		async (request) => registry.labels(requireCaller(request), request.query),
	);

	app.put<RequestOf<typeof setting>>(
		path,
		registryRoute({
			summary: 'Point a label to a version that may run. The label "production" needs registry:approve too',
			scope: 'registry:rollout',
			tag: 'rollouts',
			...setting,
			answer: { 200: json('The label', label) },
		}),
		async (request) => {
			if (isProtected(request.params.label)) requireScope(request, 'registry:approve');
			const caller = requireCaller(request);
			const set = await registry.setLabel(caller, { ...request.body, ...request.params });
			snapshots.forget(caller.tenant);
			return set;
		},
	);

	app.post<RequestOf<typeof removing>>(
		`${path}/remove`,
		registryRoute({
			summary: 'Remove a label: who asks for it is refused. The label "production" needs registry:approve too',
			scope: 'registry:rollout',
			tag: 'rollouts',
			...removing,
			answer: none,
		}),
		async (request, reply) => {
			if (isProtected(request.params.label)) requireScope(request, 'registry:approve');
			const caller = requireCaller(request);
			await registry.removeLabel(caller, { ...request.body, ...request.params });
			snapshots.forget(caller.tenant);
			return reply.code(204).send();
		},
	);
}
