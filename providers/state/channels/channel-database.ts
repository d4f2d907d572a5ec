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
	/** Poll interval for changes of processes that send no wake-ups. */
	pollMs?: number;
	/** Opens the host's key for name hashes. Without it, no contact can opt out. */
	openNames?: () => Promise<HashName>;
	/** Opens the host's keys, which seal conversation keys. Without it, texts are stored in plain, for tests. */
	openKeySeal?: OpenKeySeal;
	/** Opens the audit keys. Default: nothing is audited. */
	openAudit?: OpenAuditKeys;
	/** Max bytes of unprocessed requests. Default 1 GiB. */
	maxWaitingBytes?: number;
}

export interface ChannelDatabase {
	database: StateDatabase;
	/** Milliseconds since the epoch, by the store's clock. */
	now: (connection: StateConnection) => number;
	/** Changes a tenant's conversations, serialised per tenant. Survives power loss. */
	change: <Result>(
		tenant: string,
		work: (connection: StateConnection, now: number, hashName: HashName, note: NoteAct) => Promise<Result>,
		options?: ChangeOptions,
	) => Promise<Result>;
	openNames: () => Promise<HashName>;
	/** Undefined if texts are stored in plain. */
	openKeySeal?: OpenKeySeal;
	wakeUps: WakeUps;
	/** Poll interval for changes of processes that send no wake-ups, in milliseconds. */
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
