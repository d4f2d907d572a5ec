import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as Type from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import { closed, optional } from '../../core/base/shape';
import { eventKinds, eventTypes } from '../../core/events/event-types';
import { maxAttempts, minAttempts } from '../../core/events/plan-delivery';
import { selectTypes } from '../../core/events/select-types';
import { requireCaller } from '../../manifests/registry/http/access';
import { readStrictly } from '../http/read-strictly';
import type { RequestOf } from '../http/request-of';
import { limit as upTo, list, text } from '../../manifests/registry/api/fields';
import { addSubscription } from '../../providers/compose/events/add-subscription';
import { openEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';
import { describeDelivery, describeSubscription, describeWhole } from './describe-events';
import { deliveryNotFound, subscriptionNotFound } from './not-found';
import { replayEvents } from './replay';
import type { GuardFor } from '../access/ask-for-scope';
import { registerRoutes } from '../http/name-plugin';
import { fields, noContent, string } from '../http/describe-operations';

const summary = (words: string, more: object = {}) => ({ summary: words, tags: ['events'], security: [{ apiKey: [] }], ...more });
/** ISO 8601 with a time zone. */
const time = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$' });
const event = Type.Enum([...eventTypes]);
const subscribing = {
	body: closed({
		url: text(2_000),
		...optional({ events: list(text(100), 100), attempts: Type.Integer({ minimum: minAttempts, maximum: maxAttempts }) }),
	}),
};
const byId = { params: closed({ id: text(60) }) };
const listing = {
	querystring: closed(
		optional({ state: Type.Enum(['waiting', 'delivered', 'dead']), event, subscriber: text(60), since: time, limit: upTo(1_000) }),
	),
};
const resending = { body: closed({ ids: list(text(60), 100, 1) }) };
const replaying = { body: closed({ from: time, to: time, ...optional({ event, subscriber: text(60) }) }) };

/** `/events`: what `troupe events` and `troupe deliveries` do, for the caller's tenant. */
export function eventRoutes(service: FastifyInstance, host: Host, guardFor: GuardFor): void {
	void registerRoutes(service, 'events', async (app) => {
		readStrictly(app);
		app.addHook('onRequest', guardFor('events:manage', 'any-tenant'));
		subscriptionRoutes(app, host);
		deliveryRoutes(app, host);
	});
}

const tenantOf = (request: FastifyRequest) => requireCaller(request).tenant;

function subscriptionRoutes(app: FastifyInstance, host: Host): void {
	app.get('/events/types', { schema: summary('List the types of events, with their schemas') }, async () => ({
		types: eventTypes.map((type) => ({ type, ...eventKinds[type] })),
	}));

	app.get('/events/subscriptions', { schema: summary('List the subscriptions, without their secrets') }, async (request) => {
		const { subscriptions } = await openEvents(host);
		return { subscriptions: (await subscriptions.list(tenantOf(request))).map(describeSubscription) };
	});

	app.post<RequestOf<typeof subscribing>>(
		'/events/subscriptions',
		{
			schema: summary('Send events to an address, signed by Standard Webhooks. Only this answer contains the secret', {
				...subscribing,
				'x-answers': { 201: fields('The subscription, with its secret', { id: string, url: string, secret: string }) },
			}),
		},
		async (request, reply) => {
			const { url, events = [], attempts = maxAttempts } = request.body;
			const types = selectTypes(events);
			const wanted = { url, types, maxAttempts: attempts };
			const { subscription, secret } = await addSubscription(await openEvents(host), tenantOf(request), wanted, host.environment);
			return reply
				.code(201)
				.header('cache-control', 'no-store')
				.send({ ...describeSubscription(subscription), secret });
		},
	);

	app.delete<RequestOf<typeof byId>>(
		'/events/subscriptions/:id',
		{ schema: summary('Remove a subscription. What waits for it is not sent', { ...byId, 'x-answers': noContent }) },
		async (request, reply) => {
			const { subscriptions } = await openEvents(host);
			if (!(await subscriptions.remove(tenantOf(request), request.params.id))) throw subscriptionNotFound(request.params.id);
			return reply.code(204).send();
		},
	);

	app.post<RequestOf<typeof byId>>(
		'/events/subscriptions/:id/enabling',
		{ schema: summary('Let a disabled subscription receive again', byId) },
		async (request) => {
			const { subscriptions } = await openEvents(host);
			const { id } = request.params;
			if (!(await subscriptions.enable(tenantOf(request), id))) throw subscriptionNotFound(id);
			return describeSubscription((await subscriptions.find(tenantOf(request), id))!);
		},
	);
}

function readTime(text: string): number {
	const at = Date.parse(text);
	if (Number.isFinite(at)) return at;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${text.slice(0, 40)}" is not a time.`,
		fix: 'Write it as 2026-11-22T18:00:00Z.',
	});
}

function deliveryRoutes(app: FastifyInstance, host: Host): void {
	app.get<RequestOf<typeof listing>>(
		'/events/deliveries',
		{ schema: summary('List deliveries, the newest first', listing) },
		async (request) => {
			const { deliveries } = await openEvents(host);
			const { state, event, subscriber, since, limit = 50 } = request.query;
			const filter = { state, type: event, subscription: subscriber, ...(since !== undefined && { from: readTime(since) }) };
			return { deliveries: (await deliveries.list(tenantOf(request), filter, limit)).map(describeDelivery) };
		},
	);

	app.get<RequestOf<typeof byId>>(
		'/events/deliveries/:id',
		{ schema: summary('Show what was sent, and each attempt', byId) },
		async (request) => {
			const { deliveries } = await openEvents(host);
			const whole = await deliveries.find(tenantOf(request), request.params.id);
			if (!whole) throw deliveryNotFound(request.params.id);
			return describeWhole(whole);
		},
	);

	app.post<RequestOf<typeof resending>>(
		'/events/deliveries/resend',
		{ schema: summary('Send deliveries again that have ended', resending) },
		async (request) => {
			const { deliveries } = await openEvents(host);
			return { resent: await deliveries.resend(tenantOf(request), request.body.ids) };
		},
	);

	app.post<RequestOf<typeof replaying>>(
		'/events/deliveries/replay',
		{ schema: summary('Send the stored events of a time again', replaying) },
		async (request) => {
			const { from, to, event, subscriber } = request.body;
			const times = { from: readTime(from), to: readTime(to) };
			return {
				replayed: await replayEvents(await openEvents(host), tenantOf(request), { ...times, type: event, subscription: subscriber }),
			};
		},
	);
}
