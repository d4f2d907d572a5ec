import { type Clock, systemClock } from '../../../core/ports/host';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import {
	type ChangeOptions,
	openStateDatabase,
	type StateConnection,
	type StateDatabase,
	type StateDatabaseOptions,
} from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { eventSchema } from '../events/event-schema';
import { workSchema } from '../work/work-schema';
import { channelSchema, conversationTurn } from './channel-schema';
import type { HashName } from './contacts/opted-out-rows';

export interface ChannelStoreOptions extends StateDatabaseOptions {
	clock?: Clock;
	wakeUps?: WakeUps;
	/** How often a watcher looks for changes of processes that do not tell. */
	pollMs?: number;
	/** Opens the host's key for hashes of names. Without it, no contact can opt out. */
	openNames?: () => Promise<HashName>;
	/** Max size of all requests that wait to be processed. Default 1 GiB. */
	maxWaitingBytes?: number;
}

/** The parts of the channels' state that change each other's rows within one transaction. */
export interface ChannelDatabase {
	database: StateDatabase;
	/** Milliseconds since the epoch, by the clock of the store. */
	now: (connection: StateConnection) => number;
	/** Applies a change of a tenant's conversations; those of one tenant run one after the other. Survives a loss of power. */
	change: <Result>(
		tenant: string,
		work: (connection: StateConnection, now: number, hashName: HashName) => Promise<Result>,
		options?: ChangeOptions,
	) => Promise<Result>;
	openNames: () => Promise<HashName>;
	wakeUps: WakeUps;
	/** How often a watcher looks for changes of processes that do not tell, in milliseconds. */
	pollMs: number;
}

const defaultPollMs = 1_000;

const withoutKey = async (): Promise<HashName> => () => {
	throw new Error('The channels were opened without the key that hashes names.');
};

/** @param place `postgres://…`, or the path of a file */
export function openChannelDatabase(
	place: string,
	{
		clock = systemClock,
		wakeUps = new SharedWakeUps(),
		pollMs = defaultPollMs,
		openNames = withoutKey,
		...options
	}: ChannelStoreOptions = {},
): ChannelDatabase {
	const database = openStateDatabase(place, [channelSchema, workSchema, eventSchema], options);
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	return {
		database,
		now,
		async change(tenant, work, changeOptions = { turn: conversationTurn(tenant), synced: true }) {
			// Before the transaction, because the key can be in the same database.
			const hashName = await openNames();
			return database.change(tenant, (connection) => work(connection, now(connection), hashName), changeOptions);
		},
		openNames,
		wakeUps,
		pollMs,
	};
}
