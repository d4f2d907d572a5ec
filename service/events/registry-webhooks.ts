import { maxAttempts } from '../../core/events/plan-delivery';
import type { EventType } from '../../core/ports/events/event-facts';
import type { EventStore } from '../../core/ports/events/event-store';
import type { Subscription } from '../../core/ports/events/subscriptions';
import { registryEventTypes, type RegistryEventType } from '../../manifests/registry/registry-api';
import type { DeadDelivery, Webhook, WebhookKeeper } from '../../manifests/registry/webhooks/webhook';
import { addSubscription } from '../../providers/compose/events/add-subscription';
import { openEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';

const maxListed = 100;

/** The registry's webhooks: subscriptions to its events only. Others are hidden from its callers. */
export function registryWebhooks(host: Host): WebhookKeeper {
	const find = async (store: EventStore, tenant: string, id: string) => {
		const subscription = await store.subscriptions.find(tenant, id);
		return subscription && isOfRegistry(subscription) ? subscription : undefined;
	};
	return {
		async list({ tenant }) {
			const store = await openEvents(host);
			const subscriptions = await store.subscriptions.list(tenant);
			return Promise.all(subscriptions.filter(isOfRegistry).map((subscription) => describe(store, subscription)));
		},
		async add({ tenant }, { url, events }) {
			const store = await openEvents(host);
			const { subscription, secret } = await addSubscription(store, tenant, { url, types: toTypes(events), maxAttempts }, host.environment);
			return { ...(await describe(store, subscription)), secret };
		},
		async remove({ tenant }, id) {
			const store = await openEvents(host);
			return (await find(store, tenant, id)) !== undefined && store.subscriptions.remove(tenant, id);
		},
		async dead({ tenant }, id) {
			const store = await openEvents(host);
			return (await find(store, tenant, id)) && listDead(store, tenant, id);
		},
	};
}

/** An empty list means all registry events, not those of runs and channels. */
const toTypes = (events: readonly RegistryEventType[] = []): EventType[] => [...(events.length > 0 ? events : registryEventTypes)];

const isRegistryType = (type: EventType): type is RegistryEventType => registryEventTypes.some((known) => known === type);
const isOfRegistry = ({ types }: Subscription): boolean => types.length > 0 && types.every(isRegistryType);

async function describe({ deliveries }: EventStore, subscription: Subscription): Promise<Webhook> {
	const { tenant, id, url, types, createdAt, state, reason, failures, lastStatus } = subscription;
	const [dead, waiting] = await Promise.all([
		deliveries.list(tenant, { subscription: id, state: 'dead' }, maxListed),
		deliveries.list(tenant, { subscription: id, state: 'waiting' }, maxListed),
	]);
	const retried = waiting.find(({ attempts, tryAt }) => attempts > 0 && tryAt !== null);
	return {
		id,
		url,
		events: types.filter(isRegistryType),
		createdAt: new Date(createdAt).toISOString(),
		state,
		failures,
		...(reason !== null && { reason }),
		...(lastStatus !== null && { lastStatus }),
		...(retried && { retry: { attempts: retried.attempts, nextAt: new Date(retried.tryAt!).toISOString() } }),
		dead: dead.length,
	};
}

async function listDead({ deliveries }: EventStore, tenant: string, subscription: string): Promise<DeadDelivery[]> {
	const dead = await deliveries.list(tenant, { subscription, state: 'dead' }, maxListed);
	const whole = await Promise.all(dead.map(({ id }) => deliveries.find(tenant, id)));
	return whole.flatMap((each) => {
		if (!each) return [];
		const { type, endedAt, attempts, status, reason } = each.delivery;
		const at = new Date(endedAt ?? each.event.at).toISOString();
		return [{ event: each.event.data.id as number, type: type as RegistryEventType, at, attempts, status: status ?? reason ?? '' }];
	});
}
