import { createHash } from 'node:crypto';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { EventSource } from '../../../core/ports/channels/mailbox';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import type { HashName } from './contacts/opted-out-rows';
import type { ConversationRow } from './conversation-rows';

export interface EventWork {
	connection: StateConnection;
	from: EventSource;
	rules: MailboxRules;
	/** Milliseconds since the epoch. */
	now: number;
	hashName: HashName;
	arrivedAt: number;
}

/** What tells an event from all others of its channel. Providers count ids in each chat, and give one id to what is sent to many. */
interface EventName {
	key: string;
	address?: string;
	/** Both sides of a chat can use one id. */
	author?: string;
}

/** Records an event by hash: provider keys can contain phone numbers, and the record outlives the contact. @returns false if already applied */
export async function isFirst({ connection, from, now }: EventWork, event: EventName): Promise<boolean> {
	const added = await connection.run(
		'INSERT INTO channel_event (tenant, channel, name, at) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, channel, name) DO NOTHING',
		from.tenant,
		from.channel,
		hashName(event),
		now,
	);
	return added > 0;
}

/** Tells whether the event was applied under another address of its conversation: a provider can repeat it with a number instead of an id. */
export async function isRepeatedIn(
	{ connection, from }: EventWork,
	{ tenant, id, contact }: ConversationRow,
	event: EventName,
): Promise<boolean> {
	const places = await connection.all<{ address: string }>(
		'SELECT address FROM conversation WHERE tenant = ? AND contact = ? AND coalesce(joined_into, id) = ? AND address <> ?',
		tenant,
		contact,
		id,
		event.address ?? '',
	);
	const names = places.map(({ address }) => hashName({ ...event, address }));
	const noted = `SELECT 1 AS one FROM channel_event WHERE tenant = ?1 AND channel = ?2 AND name IN ${textsOf(connection, '?3')}`;
	return names.length > 0 && (await connection.get(noted, from.tenant, from.channel, JSON.stringify(names))) !== undefined;
}

const hashName = ({ key, address = '', author = '' }: EventName): string => hashKey(JSON.stringify([author, address, key]));

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('base64url');
