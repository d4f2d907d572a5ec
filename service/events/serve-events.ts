import { keptMs } from '../../core/base/privacy/kept-classes';
import { settingIs } from '../../core/base/settings/settings';
import { startDeliveryWorker } from '../../core/events/delivery-worker';
import type { EventStore } from '../../core/ports/events/event-store';
import { systemClock } from '../../core/ports/host';
import { openEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';
import { guardedFetch } from '../../providers/http/guarded-fetch';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { repeat } from '../repeat';

/** For active deliveries when the service stops. Another process sends the rest. */
const graceMs = 5_000;
const cleanEveryMs = 3_600_000;
const eventMs = keptMs('event');

/** Sends events to subscribers, together with all processes of the state. Returns a function that ends it. */
export function serveEvents(host: Host, log: Log): { stop: () => Promise<void> } {
	if (host.stateFolder === undefined) return { stop: () => Promise.resolve() };
	const reportFault = faultLog(log, 'events were not delivered');
	const clock = host.clock ?? systemClock;
	const starting = openEvents(host).then(
		(store) => ({
			worker: startDeliveryWorker({
				deliveries: store.deliveries,
				fetch: guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow', host.environment) }),
				clock,
				random: Math.random,
				onDead: ({ tenant, id, subscription, event }, reason) =>
					log('warn', 'event not delivered', { tenant, delivery: id, subscription, event: event.type, reason }),
				onFault: (fault) => reportFault(fault, {}),
			}),
			cleaning: cleanHourly(store, () => clock.now(), reportFault),
		}),
		(fault: unknown) => void reportFault(fault, {}),
	);
	return {
		async stop() {
			const started = await starting;
			await started?.cleaning.stop();
			await started?.worker.close(graceMs);
		},
	};
}

const cleanHourly = ({ deliveries }: EventStore, now: () => number, reportFault: ReturnType<typeof faultLog>) =>
	repeat(
		async (signal) => {
			while (!signal.aborted && (await deliveries.clean(now() - eventMs)) > 0);
		},
		cleanEveryMs,
		(fault) => reportFault(fault, {}),
	);
