import type { WorkKindName } from '../../../core/ports/work';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import {
	type ChangeOptions,
	everyTenant,
	openStateDatabase,
	type StateConnection,
	type StateDatabase,
	type StateDatabaseOptions,
} from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { tellWork } from '../work/work-watch';
import { workSchema } from '../work/work-schema';
import { eventSchema } from './event-schema';

export interface SecretSeal {
	seal(secret: string, bound: string): Promise<string>;
	unseal(sealed: string, bound: string): Promise<string>;
}

export interface EventStoreOptions extends StateDatabaseOptions {
	seal: SecretSeal;
	clock?: Clock;
	/** Wakes other processes. Default: only this process. */
	wakeUps?: WakeUps;
	/** Poll interval for processes without wake-ups. */
	pollMs?: number;
}

export interface EventDatabase {
	database: StateDatabase;
	clock: Clock;
	seal: SecretSeal;
	change: <Result>(
		tenant: string,
		work: (connection: StateConnection, now: number) => Promise<Result>,
		options?: ChangeOptions,
	) => Promise<Result>;
	tellEvents: (tenant: string) => void;
	watchEvents: (tenant: string | undefined, wake: () => void) => () => void;
	wakeUps: WakeUps;
	pollMs: number;
	wakeDeliveries: () => void;
}

/** Works that send events. Keys: delivery ids; lanes: subscriptions. */
export const deliveryWork: WorkKindName = 'event-delivery';
const topicOf = (tenant = everyTenant) => `events ${tenant}`;

export function tellEvents(wakeUps: WakeUps, tenant: string): void {
	for (const topic of [topicOf(tenant), topicOf()]) wakeUps.wake(topic);
	tellWork(wakeUps, deliveryWork);
}

/** @param place `postgres://…`, or the path of a file */
export function openEventDatabase(
	place: string,
	{ seal, clock = systemClock, wakeUps = new SharedWakeUps(), pollMs = 1_000, ...options }: EventStoreOptions,
): EventDatabase {
	const database = openStateDatabase(place, [eventSchema, workSchema], options);
	return {
		database,
		clock,
		seal,
		change: (tenant, work, changeOptions) =>
			database.change(tenant, (connection) => work(connection, connection.serverTime ?? clock.now()), changeOptions),
		tellEvents: (tenant) => tellEvents(wakeUps, tenant),
		watchEvents: (tenant, wake) => wakeUps.listen(topicOf(tenant), wake, pollMs),
		wakeUps,
		pollMs,
		wakeDeliveries: () => tellWork(wakeUps, deliveryWork),
	};
}
