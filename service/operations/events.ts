import * as Type from 'typebox/type';
import type { Environment } from '../../core/base/settings/setting-names';
import { closed, optional } from '../../core/base/shape';
import { eventKinds, eventTypes } from '../../core/events/event-types';
import { maxAttempts, minAttempts } from '../../core/events/plan-delivery';
import { selectTypes } from '../../core/events/select-types';
import { open, string, texts } from '../../manifests/registry/api/answer-fields';
import { cursor, limit, list, text } from '../../manifests/registry/api/fields';
import { addSubscription } from '../../providers/compose/events/add-subscription';
import { openEvents } from '../../providers/compose/events/events';
import { describeDelivery, describeSubscription, describeWhole } from '../events/describe-events';
import { deliveryNotFound, subscriptionNotFound } from '../events/not-found';
import { replayEvents } from '../events/replay';
import { moment, readTime } from '../http/read-time';
import { decodePlace, toPage } from '../http/page';
import { operation, type OperationContext, type OperationHost } from './operation';

const tag = 'events';
const scope = 'events:manage';
const event = Type.Enum([...eventTypes]);
const ofSubscription = closed({ subscription: text(60) });
const items = Type.Object({ items: Type.Array(open()) });

export const listEventTypes = operation({
	summary: 'List the types of events, with their schemas',
	tag,
	method: 'GET',
	path: 'events/types',
	scope,
	input: {},
	output: items,
	perform: async () => ({ items: eventTypes.map((type) => ({ type, ...eventKinds[type] })) }),
});

export const listSubscriptions = operation({
	summary: 'List the subscriptions, without their secrets',
	tag,
	method: 'GET',
	path: 'events/subscriptions',
	scope,
	input: {},
	output: items,
	async perform(_input, { host }) {
		return { items: (await (await openEvents(host)).subscriptions.list(host.tenant)).map(describeSubscription) };
	},
});

export const subscribeToEvents = operation({
	act: (_input, answer) => ({
		action: 'subscription.created',
		object: { kind: 'subscription', value: (answer as { id?: string } | undefined)?.id },
	}),
	summary: 'Send events to an address, signed by Standard Webhooks',
	tag,
	method: 'POST',
	path: 'events/subscriptions',
	scope,
	input: {
		body: closed({
			url: text(2_000),
			...optional({ events: list(text(100), 100), attempts: Type.Integer({ minimum: minAttempts, maximum: maxAttempts }) }),
		}),
	},
	output: Type.Object({ id: string, url: string, secret: Type.String({ description: 'Is in no other answer.' }) }),
	refusals: { 422: 'The address may not be called' },
	/** @throws TroupeError INPUT_INVALID, ADDRESS_REFUSED, STATE_CONFLICT for too many subscriptions */
	async perform({ url, events = [], attempts = maxAttempts }, { host }: OperationContext<OperationHost & { environment?: Environment }>) {
		const wanted = { url, types: selectTypes(events), maxAttempts: attempts };
		const { subscription, secret } = await addSubscription(await openEvents(host), host.tenant, wanted, host.environment);
		return { ...describeSubscription(subscription), secret };
	},
});

export const removeSubscription = operation({
	act: ({ subscription }) => ({ action: 'subscription.removed', object: { kind: 'subscription', value: subscription } }),
	summary: 'Remove a subscription: what waits for it is not sent',
	tag,
	method: 'DELETE',
	path: 'events/subscriptions/:subscription',
	scope,
	input: { params: ofSubscription },
	output: Type.Object({ id: string, removed: Type.Boolean() }),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ subscription: id }, { host }) {
		if (await (await openEvents(host)).subscriptions.remove(host.tenant, id)) return { id, removed: true };
		throw subscriptionNotFound(id);
	},
});

export const enableSubscription = operation({
	act: ({ subscription }) => ({ action: 'subscription.enabled', object: { kind: 'subscription', value: subscription } }),
	summary: 'Let a disabled subscription receive again',
	tag,
	method: 'POST',
	path: 'events/subscriptions/:subscription/enable',
	scope,
	input: { params: ofSubscription },
	output: Type.Object({ id: string, state: string }),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ subscription: id }, { host }) {
		const { subscriptions } = await openEvents(host);
		if (!(await subscriptions.enable(host.tenant, id))) throw subscriptionNotFound(id);
		return describeSubscription((await subscriptions.find(host.tenant, id))!);
	},
});

export const listDeliveries = operation({
	summary: 'List deliveries, the newest first',
	tag,
	method: 'GET',
	path: 'events/deliveries',
	scope,
	input: {
		query: closed(
			optional({
				state: Type.Enum(['waiting', 'delivered', 'dead']),
				event,
				subscriber: text(60),
				since: moment,
				limit: limit(1_000),
				cursor,
			}),
		),
	},
	output: Type.Object({ items: Type.Array(open()), cursor: Type.Optional(string) }),
	async perform({ state, event: type, subscriber: subscription, since, limit: max = 50, cursor: after }, { host }) {
		const { deliveries } = await openEvents(host);
		const before = decodePlace(after, '')?.[0];
		const filter = { state, type, subscription, before, ...(since !== undefined && { from: readTime('since', since) }) };
		const { items: found, ...more } = toPage(await deliveries.list(host.tenant, filter, max + 1), max, ({ id }) => [id]);
		return { items: found.map(describeDelivery), ...more };
	},
});

export const showDelivery = operation({
	summary: 'Show what was sent, and each attempt',
	tag,
	method: 'GET',
	path: 'events/deliveries/:delivery',
	scope,
	input: { params: closed({ delivery: text(60) }) },
	output: open(),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ delivery: id }, { host }) {
		const whole = await (await openEvents(host)).deliveries.find(host.tenant, id);
		if (!whole) throw deliveryNotFound(id);
		return describeWhole(whole);
	},
});

export const resendDeliveries = operation({
	act: (_input, answer) => ({
		action: 'delivery.resent',
		details: { kind: 'deliveries', value: (answer as { resent: string[] } | undefined)?.resent ?? null },
	}),
	summary: 'Send deliveries again that have ended',
	tag,
	method: 'POST',
	path: 'events/deliveries/resend',
	scope,
	input: { body: closed({ ids: list(text(60), 1_000, 1) }) },
	output: Type.Object({ resent: texts }),
	async perform({ ids }, { host }) {
		return { resent: await (await openEvents(host)).deliveries.resend(host.tenant, ids) };
	},
});

export const replayDeliveries = operation({
	act: (_input, answer) => ({
		action: 'delivery.replayed',
		details: { kind: 'count', value: (answer as { replayed: number } | undefined)?.replayed ?? null },
	}),
	summary: 'Send the stored events of a time again',
	tag,
	method: 'POST',
	path: 'events/deliveries/replay',
	scope,
	input: { body: closed({ from: moment, to: moment, ...optional({ event, subscriber: text(60) }) }) },
	output: Type.Object({ replayed: Type.Integer() }),
	/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND for an unknown subscription */
	async perform({ from, to, event: type, subscriber: subscription }, { host }) {
		const wanted = { from: readTime('from', from), to: readTime('to', to), type, subscription };
		return { replayed: await replayEvents(await openEvents(host), host.tenant, wanted) };
	},
});
