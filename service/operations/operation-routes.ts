import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireCaller } from '../../manifests/registry/http/access';
import type { Host } from '../../providers/compose/hosts/host';
import type { GuardFor } from '../access/ask-for-scope';
import type { ApiKeys } from '../access/keys/api-keys';
import { type PartialScope, scopeOfCollection, type ServiceScope } from '../access/scopes';
import { json, refusal } from '../http/describe-operations';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import { RequestSlots } from '../http/request-slots';
import { operations } from './index';
import type { Operation, OperationHost } from './operation';

type ServedHost = Host & { stateFolder: string; keys: ApiKeys; offeredAgents?: ReadonlySet<string> };

/** `/api/v1/…`: what commands do to shared state, for those who reach the service only. Each caller has the state of its tenant. */
export function operationRoutes(service: FastifyInstance, host: ServedHost, guardFor: GuardFor): void {
	const stopping = new AbortController();
	service.addHook('preClose', async () => stopping.abort(new Error('The service stops.')));
	void registerRoutes(service, 'operations', async (app) => {
		readStrictly(app);
		for (const [name, one] of Object.entries(operations)) {
			const slots = new RequestSlots(one.maxAtOnce ?? Infinity);
			app.route({
				method: one.method,
				url: `/api/v1/${one.path}`,
				bodyLimit: one.maxBodyBytes,
				onRequest: [guardFor(neededFor(one), 'any-tenant'), slots.take],
				schema: describe(name, one),
				handler: async (request, reply) => answer(reply, await slots.hold(request, () => perform(one, request, host, stopping.signal))),
			});
		}
	});
}

/** What is done to one collection needs the right to this one only. */
function neededFor({ scope, path, isPartial }: Operation): Parameters<GuardFor>[0] {
	if (isPartial) return { some: scope as PartialScope };
	if (!path.includes(':collection') || (scope !== 'knowledge:read' && scope !== 'knowledge:manage')) return scope as ServiceScope | 'any';
	return ({ params }: FastifyRequest) => scopeOfCollection(scope, (params as { collection: string }).collection);
}

function perform(one: Operation, request: FastifyRequest, host: ServedHost, signal: AbortSignal): Promise<unknown> {
	const { tenant, subject } = requireCaller(request);
	const input = { ...(request.params as object), ...(request.query as object), ...(request.body as object | null) };
	const place = { ...host, tenant, grant: request.grant } as OperationHost;
	return one.perform(input, { host: place, by: subject, signal });
}

const answer = (reply: FastifyReply, document: unknown) =>
	reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(document));

function describe(operationId: string, { summary, tag, scope, input: { params, query, body }, output, refusals = {} }: Operation) {
	const own = { 404: 'Not found', ...refusals };
	return {
		...{ operationId, summary, tags: [tag], security: [{ apiKey: scope === 'any' ? [] : [scope] }] },
		...(params && { params }),
		...(query && { querystring: query }),
		...(body && { body }),
		response: {
			200: json('Done', output),
			...Object.fromEntries(Object.entries(own).map(([status, description]) => [status, refusal(description)])),
		},
	};
}
