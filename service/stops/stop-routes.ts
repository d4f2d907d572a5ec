import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as Type from 'typebox/type';
import { closed } from '../../core/base/shape';
import { describeStop } from '../../core/stops/describe-stop';
import { readStopReason, readStopTarget, stopTarget, type StopTarget } from '../../core/stops/read-target';
import { listMeant } from '../../core/stops/find-stop';
import { denied } from '../../manifests/registry/access/access';
import { requireCaller } from '../../manifests/registry/http/access';
import { reason } from '../../manifests/registry/api/fields';
import type { Host } from '../../providers/compose/hosts/host';
import { openStops } from '../../providers/compose/state/host-stops';
import type { GuardFor } from '../access/ask-for-scope';
import { fields, string } from '../http/describe-operations';
import { registerRoutes } from '../http/name-plugin';
import { readStrictly } from '../http/read-strictly';
import type { RequestOf } from '../http/request-of';

const summary = (words: string, more: object = {}) => ({ summary: words, tags: ['stops'], security: [{ apiKey: [] }], ...more });
const stopping = { body: closed({ ...stopTarget, reason }) };
const starting = { querystring: closed({ ...stopTarget, reason: Type.Optional(reason) }) };
const stored = { tenant: string, name: string, reason: string, stoppedAt: string, stoppedBy: string };

/** `/stops`: what `troupe stop` and `troupe start` do, for operators who reach the service only. */
export function stopRoutes(service: FastifyInstance, host: Host, guardFor: GuardFor): void {
	void registerRoutes(service, 'stops', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', guardFor('stop:manage', 'any-tenant'));

		app.get(
			'/stops',
			{ schema: summary('List what is stopped and concerns the own tenant, or any with stop:tenants') },
			async (request) => {
				const tenant = reachesAll(request) ? undefined : requireCaller(request).tenant;
				return { stops: (await (await openStops(host))!.list(tenant)).map(describeStop) };
			},
		);

		app.post<RequestOf<typeof stopping>>(
			'/stops',
			{
				schema: summary('Stop agents on all machines within a second, until they are started', {
					...stopping,
					'x-answers': { 201: fields('The stop', stored) },
				}),
			},
			async (request, reply) => {
				const what = readTarget(request, request.body);
				const stop = { ...what, reason: readStopReason(request.body.reason, 'stop'), changedBy: requireCaller(request).subject };
				return reply.code(201).send(describeStop(await (await openStops(host))!.stop(stop)));
			},
		);

		app.delete<RequestOf<typeof starting>>(
			'/stops',
			{
				schema: summary('Let agents run again that were stopped', {
					...starting,
					'x-answers': { 200: fields('Whether they were stopped', { started: { type: 'boolean' } }) },
				}),
			},
			async (request) => {
				const what = readTarget(request, request.query);
				const why = request.query.reason === undefined ? null : readStopReason(request.query.reason, 'start');
				const change = { ...what, reason: why, changedBy: requireCaller(request).subject };
				const stops = (await openStops(host))!;
				const meant = listMeant(await stops.list(), what);
				for (const { name } of meant) await stops.start({ ...change, name });
				return { started: meant.length > 0 };
			},
		);
	});
}

const reachesAll = ({ grant }: FastifyRequest): boolean => grant?.scopes.has('stop:tenants') === true;

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED for what is not of the caller's tenant */
function readTarget(request: FastifyRequest, { all, tenant, agent, run, tool }: StopTarget) {
	const own = requireCaller(request).tenant;
	const what = readStopTarget({ all, tenant, agent, run, tool }, own);
	if (what.tenant === own || reachesAll(request)) return what;
	throw denied('scope', 'The caller can stop and start the agents of its own tenant only.', 'Use a key with the scope stop:tenants.', {
		scope: 'stop:tenants',
	});
}
