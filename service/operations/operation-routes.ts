import * as Type from 'typebox/type';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actAs, type Actor } from '../../core/audit/actor';
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { string } from '../../manifests/registry/api/answer-fields';
import { readOrigin, requireCaller } from '../../manifests/registry/http/access';
import type { Host } from '../../providers/compose/hosts/host';
import type { GuardFor } from '../access/ask-for-scope';
import type { ApiKeys } from '../access/keys/api-keys';
import { type NarrowScope, type PartialScope, scopeOfCollection, type ServiceScope } from '../access/scopes';
import type { InspectTaskNotes } from '../audit/inspect-task-notes';
import type { InboxHost } from '../inbox/inbox-item';
import type { TaskReader } from '../inbox/task-form';
import type { PlanPlace } from './plans/open-service-plans';
import type { Installs } from '../templates/deployer';
import { json, refusal } from '../http/describe-operations';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import { RequestSlots } from '../http/request-slots';
import { signalOf } from '../http/signal-of';
import type { ReportFault } from '../log/fault-log';
import type { Log } from '../log/log';
import { showOperation } from './background/background-operations';
import type { AgentPlace } from './channels/agent-state';
import { BackgroundRunner } from './background/background-runner';
import { isOpen, shownWith } from './background/describe-operation';
import { operations } from './index';
import type { ServiceParts } from '../service-parts';
import { performOperation } from './perform-operation';
import type { Operation, OperationContext, OperationHost } from './operation';
import type { ServiceSandbox } from './sandbox/open-sandbox';

/** RFC 7240, section 4.1: an answer before the work is done. */
const prefersAsync = (prefer: string | string[] | undefined): boolean =>
	[prefer ?? []]
		.flat()
		.join(',')
		.split(',')
		.some((preference) => /^\s*respond-async\s*(?:[;=]|$)/i.test(preference));

interface RouteParts {
	host: ServedHost;
	guardFor: GuardFor;
	log: Log;
	reportFault: ReportFault;
}

type ServedHost = Host &
	Pick<AgentPlace, 'processes'> &
	Pick<InboxHost, 'listTasks' | 'listDrafts'> & { readTask?: TaskReader | undefined; installs?: Installs; plans?: PlanPlace } & {
		stateFolder: string;
		keys: ApiKeys;
		sandbox: ServiceSandbox;
		inspectTaskNotes?: InspectTaskNotes | undefined;
	} & Pick<ServiceParts, 'offeredAgents' | 'diagnose'>;

const path = '/api/v1';

/** `/api/v1/…`: the commands' operations on shared state, for those who reach the service only. Each caller has its tenant's state. */
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
			// Background-only work needs no earlier slot.
			const slots = new RequestSlots((!one.isAlwaysInBackground && one.maxAtOnce) || Infinity);
			// Half a change is worse than a whole one; a read is useless once its caller has left.
			const signal = (reply: FastifyReply) => (one.method === 'GET' ? signalOf(reply, stopping.signal) : stopping.signal);
			app.route({
				method: one.method,
				url: `${path}/${one.path}`,
				bodyLimit: one.maxBodyBytes,
				onRequest: [guardFor(guardedBy(one), 'any-tenant'), slots.take],
				schema: describe(name, one),
				handler: (request, reply) =>
					actAs(actorOf(request), async () => {
						const context = contextOf(request, host, signal(reply));
						const { waitSeconds, ...input } = inputOf(request);
						if (one.inBackground === undefined || !(one.isAlwaysInBackground || prefersAsync(request.headers.prefer)))
							return answer(
								reply,
								await slots.hold(request, () => performOperation(one, inputOf(request), context)),
								mediaTypeOf(one, input),
							);
						const scope = scopeNeeded(one, request);
						await one.check?.(input, context.host);
						const id = await slots.hold(request, () => background.add(name, one, input, scope, request.grant!));
						reply.code(202).headers({ location: `${path}/operations/${id}` });
						if (!one.isAlwaysInBackground)
							return answer(reply.header('preference-applied', 'respond-async'), { id, operation: name, state: 'queued' });
						const gone = signalOf(reply, stopping.signal);
						const shown = await showOperation.perform({ id, waitSeconds }, { ...context, signal: gone });
						return answer(reply.code(isOpen(shown) ? 202 : 200), shown);
					}),
			});
		}
	});
}

/** Acts on one collection need the right to that one only. */
function guardedBy(one: Operation): Parameters<GuardFor>[0] {
	if (one.isPartial) return { some: one.scope as PartialScope };
	return one.path.includes(':collection') ? (request) => scopeNeeded(one, request) : (one.scope as ServiceScope | 'any');
}

function scopeNeeded({ scope, path: ofOne }: Operation, { params }: FastifyRequest): ServiceScope | NarrowScope {
	if (!ofOne.includes(':collection') || (scope !== 'knowledge:read' && scope !== 'knowledge:manage')) return scope as ServiceScope;
	return scopeOfCollection(scope, (params as { collection: string }).collection);
}

const inputOf = ({ params, query, body }: FastifyRequest): { waitSeconds?: number } => ({
	...(params as object),
	...(query as object),
	...(body as object | null),
});

const actorOf = (request: FastifyRequest): Actor => ({ name: requireCaller(request).subject, ...readOrigin(request) });

function contextOf(request: FastifyRequest, host: ServedHost, signal: AbortSignal): OperationContext {
	const { tenant, subject } = requireCaller(request);
	return { host: { ...host, tenant, grant: request.grant } as OperationHost, by: subject, signal };
}

const answer = (reply: FastifyReply, document: unknown, mediaType?: string) =>
	reply
		.header('cache-control', 'no-store')
		.type(`${mediaType ?? 'application/json'}; charset=utf-8`)
		.send(mediaType === undefined ? stringifyJson(document) : document);

const byFormat = { csv: 'text/csv', json: 'application/json' } as const;

const mediaTypeOf = ({ mediaType }: Operation, { format = 'csv' }: { format?: keyof typeof byFormat }) =>
	mediaType === 'by-format' ? byFormat[format] : mediaType;

function describeContent({ mediaType, output: schema }: Operation) {
	const types: string[] = mediaType === 'by-format' ? Object.values(byFormat) : [mediaType ?? 'application/json'];
	return Object.fromEntries(types.map((type) => [type, { schema }]));
}

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
	const { summary, tag, scope, input, output, refusals = {}, inBackground, isAlwaysInBackground } = one;
	const { params, query, body } = input;
	const own = { 404: 'Not found', ...refusals };
	return {
		operationId,
		summary,
		tags: [tag],
		security: [{ apiKey: scope === 'any' ? [] : [scope] }],
		...(params && { params }),
		...(query && { querystring: query }),
		...(body && { body }),
		...(inBackground && !isAlwaysInBackground && { headers: preferring }),
		response: {
			200: isAlwaysInBackground ? json('It has ended', shownWith(output)) : { description: 'Done', content: describeContent(one) },
			...(inBackground && { 202: isAlwaysInBackground ? json('It waits or works', shownWith(output)) : begun }),
			...Object.fromEntries(Object.entries(own).map(([status, description]) => [status, refusal(description)])),
		},
	};
}
