import type { StateSchema } from '../../database/state-database';
import { forgetContacts } from './contacts/forget-contact';
import { allTables } from './schema/all-tables';

export const conversationTurn = (tenant: string): string => `conversations ${tenant}`;

/** Times are milliseconds since the epoch. */
export const channelSchema: StateSchema = {
	name: 'channels',
	what: 'The conversations of channels',
	version: 1,
	usesServerTime: true,
	forgetting: { turn: conversationTurn, remove: forgetContacts },
	...allTables,
};
