import { type Clock, systemClock } from '../../../core/ports/host';
import type { WakeUps } from '../../../core/ports/runs/wake-ups';
import { type ChangeOptions, type StateConnection, type StateDatabase, type StateDatabaseOptions } from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { eventSchema } from '../events/event-schema';
import { tenantSchema } from '../tenant-store';
import { workSchema } from '../work/work-schema';
import { channelSchema, conversationTurn } from './channel-schema';
import type { HashName } from './contacts/opted-out-rows';
import { type OpenKeySeal, withKeys } from './sealed/conversation-keys';
import { noAudit, type NoteAct, openAuditedDatabase, type OpenAuditKeys } from '../audit/audited-database';

export interface ChannelStoreOptions extends StateDatabaseOptions {
	clock?: Clock;
	wakeUps?: WakeUps;
	/** How often a watcher looks for changes of processes that do not tell. */
	pollMs?: number;
	/** Opens the host's key for hashes of names. Without it, no contact can opt out. */
	openNames?: () => Promise<HashName>;
	/** Opens the host's keys, which seal those of conversations. Without it, texts are stored as they are: for tests. */
	openKeySeal?: OpenKeySeal;
	/** Opens the keys of the audit log. Default: nothing is noted. */
	openAudit?: OpenAuditKeys;
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
		work: (connection: StateConnection, now: number, hashName: HashName, note: NoteAct) => Promise<Result>,
		options?: ChangeOptions,
	) => Promise<Result>;
	openNames: () => Promise<HashName>;
	/** Undefined where texts are stored as they are. */
	openKeySeal?: OpenKeySeal;
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
		openAudit = noAudit,
		openKeySeal,
		...options
	}: ChannelStoreOptions = {},
): ChannelDatabase {
	const plain = openAuditedDatabase(place, [channelSchema, workSchema, eventSchema, tenantSchema], openAudit, options);
	const database = openKeySeal ? withKeys(plain, openKeySeal) : plain;
	const now = ({ serverTime }: StateConnection) => serverTime ?? clock.now();
	return {
		database,
		now,
		async change(tenant, work, changeOptions = { turn: conversationTurn(tenant), synced: true }) {
			// Before the transaction, because the key can be in the same database.
			const hashName = await openNames();
			return database.act(tenant, (connection, note) => work(connection, now(connection), hashName, note), changeOptions);
		},
		openNames,
		...(openKeySeal && { openKeySeal }),
		wakeUps,
		pollMs,
	};
}
