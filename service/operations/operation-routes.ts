import * as Type from 'typebox/type';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { string } from '../../manifests/registry/api/answer-fields';
import { requireCaller } from '../../manifests/registry/http/access';
import type { Host } from '../../providers/compose/hosts/host';
import type { GuardFor } from '../access/ask-for-scope';
import type { ApiKeys } from '../access/keys/api-keys';
import { type NarrowScope, type PartialScope, scopeOfCollection, type ServiceScope } from '../access/scopes';
import { json, refusal } from '../http/describe-operations';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import { RequestSlots } from '../http/request-slots';
import { signalOf } from '../http/signal-of';
import type { ReportFault } from '../log/fault-log';
import type { Log } from '../log/log';
import { BackgroundRunner } from './background/background-runner';
import { prefersAsync } from './background/prefers-async';
import { operations } from './index';
import type { ServiceParts } from '../service-parts';
import type { Operation, OperationHost } from './operation';

interface RouteParts {
	host: ServedHost;
	guardFor: GuardFor;
	log: Log;
	reportFault: ReportFault;
}

type ServedHost = Host & { stateFolder: string; keys: ApiKeys } & Pick<ServiceParts, 'offeredAgents' | 'diagnose'>;

const path = '/api/v1';

/** `/api/v1/…`: what commands do to shared state, for those who reach the service only. Each caller has the state of its tenant. */
export function operationRoutes(service: FastifyInstance, { host, guardFor, log, reportFault }: RouteParts): void {
	const stopping = new AbortController();
	const background = new BackgroundRunner({ host, operations, log, reportFault });
	background.start();
	service.addHook('preClose', async () => {
		stopping.abort(new Error('The service stops.'));
		await background.stop();
	});
	void registerRoutes(service, 'operations', async (app) => {
		readStrictly(app);
		for (const [name, one] of Object.entries(operations)) {
			const slots = new RequestSlots(one.maxAtOnce ?? Infinity);
			// Half of a change is worse than all of it; a reading is for nobody once its caller has left.
			const signal = (reply: FastifyReply) => (one.method === 'GET' ? signalOf(reply, stopping.signal) : stopping.signal);
			app.route({
				method: one.method,
				url: `${path}/${one.path}`,
				bodyLimit: one.maxBodyBytes,
				onRequest: [guardFor(guardedBy(one), 'any-tenant'), slots.take],
				schema: describe(name, one),
				handler: async (request, reply) => {
					if (one.inBackground === undefined || !prefersAsync(request.headers.prefer))
						return answer(reply, await slots.hold(request, () => perform(one, request, host, signal(reply))), one.mediaType);
					const scope = scopeNeeded(one, request);
					one.check?.(inputOf(request));
					const id = await slots.hold(request, () => background.add(name, one, inputOf(request), scope, request.grant!));
					reply.code(202).headers({ location: `${path}/operations/${id}`, 'preference-applied': 'respond-async' });
					return answer(reply, { id, operation: name, state: 'queued' });
				},
			});
		}
	});
}

/** What is done to one collection needs the right to this one only. */
function guardedBy(one: Operation): Parameters<GuardFor>[0] {
	if (one.isPartial) return { some: one.scope as PartialScope };
	return one.path.includes(':collection') ? (request) => scopeNeeded(one, request) : (one.scope as ServiceScope | 'any');
}

function scopeNeeded({ scope, path: ofOne }: Operation, { params }: FastifyRequest): ServiceScope | NarrowScope {
	if (!ofOne.includes(':collection') || (scope !== 'knowledge:read' && scope !== 'knowledge:manage')) return scope as ServiceScope;
	return scopeOfCollection(scope, (params as { collection: string }).collection);
}

const inputOf = ({ params, query, body }: FastifyRequest) => ({
	...{ ...(params as object), ...(query as object), ...(body as object | null) },
});

function perform(one: Operation, request: FastifyRequest, host: ServedHost, signal: AbortSignal): Promise<unknown> {
	const { tenant, subject } = requireCaller(request);
	const place = { ...host, tenant, grant: request.grant } as OperationHost;
	return one.perform(inputOf(request), { host: place, by: subject, signal });
}

const answer = (reply: FastifyReply, document: unknown, mediaType?: string) =>
	reply
		.header('cache-control', 'no-store')
		.type(`${mediaType ?? 'application/json'}; charset=utf-8`)
		.send(mediaType === undefined ? JSON.stringify(document) : document);

const begun = {
	...json(
		'Is done in the background: read it at `Location`',
		Type.Object({ id: string, operation: string, state: Type.Literal('queued') }),
	),
	headers: { location: { schema: { type: 'string' }, description: 'Where the operation is read' } },
};
const preferring = Type.Object({
	prefer: Type.Optional(Type.String({ description: '`respond-async`: in the background, RFC 7240', maxLength: 1_000 })),
});

function describe(operationId: string, one: Operation) {
	const { summary, tag, scope, input, output, refusals = {}, inBackground, mediaType } = one;
	const { params, query, body } = input;
	const own = { 404: 'Not found', ...refusals };
	return {
		...{ operationId, summary, tags: [tag], security: [{ apiKey: scope === 'any' ? [] : [scope] }] },
		...(params && { params }),
		...(query && { querystring: query }),
		...(body && { body }),
		...(inBackground && { headers: preferring }),
		response: {
			200: mediaType === undefined ? json('Done', output) : { description: 'Done', content: { [mediaType]: { schema: output } } },
			...(inBackground && { 202: begun }),
			...Object.fromEntries(Object.entries(own).map(([status, description]) => [status, refusal(description)])),
		},
	};
}
