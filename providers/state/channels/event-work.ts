import { createHash } from 'node:crypto';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { EventSource } from '../../../core/ports/channels/mailbox';
import type { StateConnection } from '../../database/state-database';
import type { HashName } from './contacts/opted-out-rows';

/** An event, and what its application needs to know. */
export interface EventWork {
	connection: StateConnection;
	from: EventSource;
	rules: MailboxRules;
	/** Milliseconds since the epoch. */
	now: number;
	/** For names of contacts who opted out. */
	hashName: HashName;
	/** When the event arrived, which can be long before it is applied. */
	arrivedAt: number;
}

/** Notes the event, by a hash: the keys of some providers contain phone numbers, and the note stays when a contact is forgotten. @returns false if it was applied before */
export async function isFirst({ connection, from, now }: EventWork, key: string): Promise<boolean> {
	const added = await connection.run(
		'INSERT INTO channel_event (tenant, channel, name, at) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, channel, name) DO NOTHING',
		...[from.tenant, from.channel, hashKey(key), now],
	);
	return added > 0;
}

export const hashKey = (key: string): string => createHash('sha256').update(key).digest('base64url');
