import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/base/errors';
import { eventKinds, eventTypes } from '../../core/events/event-types';
import { maxAttempts, minAttempts } from '../../core/events/plan-delivery';
import { selectTypes } from '../../core/events/select-types';
import type { EventDeliveryState } from '../../core/ports/runs/events';
import { requireCaller } from '../../manifests/registry/http/access';
import { readStrictly } from '../http/read-strictly';
import { closed, list, text } from '../../manifests/registry/http/routes/fields';
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
const maxListed = 1_000;
const maxResent = 100;
/** ISO 8601 with a time zone. */
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$' } as const;
const ofId = closed({ id: text(60) }, ['id']);

interface Named {
	Params: { id: string };
}
interface ListQuery {
	Querystring: { state?: EventDeliveryState; event?: string; subscriber?: string; since?: string; limit?: number };
}
interface ReplayBody {
	Body: { from: string; to: string; event?: string; subscriber?: string };
}

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

	const body = closed(
		{ url: text(2_000), events: list(text(100), 100), attempts: { type: 'integer', minimum: minAttempts, maximum: maxAttempts } },
		['url'],
	);
	app.post<{ Body: { url: string; events?: string[]; attempts?: number } }>(
		'/events/subscriptions',
		{
			schema: summary('Send events to an address, signed by Standard Webhooks. Only this answer contains the secret', {
				body,
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

	app.delete<Named>(
		'/events/subscriptions/:id',
		{ schema: summary('Remove a subscription. What waits for it is not sent', { params: ofId, 'x-answers': noContent }) },
		async (request, reply) => {
			const { subscriptions } = await openEvents(host);
			if (!(await subscriptions.remove(tenantOf(request), request.params.id))) throw subscriptionNotFound(request.params.id);
			return reply.code(204).send();
		},
	);

	app.post<Named>(
		'/events/subscriptions/:id/enabling',
		{ schema: summary('Let a disabled subscription receive again', { params: ofId }) },
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
	const querystring = closed({
		...{ state: { enum: ['waiting', 'delivered', 'dead'] }, event: { enum: eventTypes }, subscriber: text(60), since: time },
		limit: { type: 'integer', minimum: 1, maximum: maxListed },
	});
	app.get<ListQuery>('/events/deliveries', { schema: summary('List deliveries, the newest first', { querystring }) }, async (request) => {
		const { deliveries } = await openEvents(host);
		const { state, event, subscriber, since, limit = 50 } = request.query;
		const filter = { state, type: event, subscription: subscriber, ...(since !== undefined && { from: readTime(since) }) };
		return { deliveries: (await deliveries.list(tenantOf(request), filter, limit)).map(describeDelivery) };
	});

	app.get<Named>(
		'/events/deliveries/:id',
		{ schema: summary('Show what was sent, and each attempt', { params: ofId }) },
		async (request) => {
			const { deliveries } = await openEvents(host);
			const whole = await deliveries.find(tenantOf(request), request.params.id);
			if (!whole) throw deliveryNotFound(request.params.id);
			return describeWhole(whole);
		},
	);

	app.post<{ Body: { ids: string[] } }>(
		'/events/deliveries/resend',
		{ schema: summary('Send deliveries again that have ended', { body: closed({ ids: list(text(60), maxResent, 1) }, ['ids']) }) },
		async (request) => {
			const { deliveries } = await openEvents(host);
			return { resent: await deliveries.resend(tenantOf(request), request.body.ids) };
		},
	);

	const body = closed({ from: time, to: time, event: { enum: eventTypes }, subscriber: text(60) }, ['from', 'to']);
	app.post<ReplayBody>(
		'/events/deliveries/replay',
		{ schema: summary('Send the stored events of a time again', { body }) },
		async (request) => {
			const { from, to, event, subscriber } = request.body;
			const times = { from: readTime(from), to: readTime(to) };
			return {
				replayed: await replayEvents(await openEvents(host), tenantOf(request), { ...times, type: event, subscription: subscriber }),
			};
		},
	);
}
