import type { StateSchema } from '../../database/state-database';
import { forgetContacts } from './contacts/forget-contact';
import { allTables } from './schema/all-tables';

/** Changes of a tenant's conversations run one after the other. */
export const conversationTurn = (tenant: string): string => `conversations ${tenant}`;

/** Requests, contacts, conversations and messages of channels. Times are milliseconds since the epoch. */
export const channelSchema: StateSchema = {
	name: 'channels',
	what: 'The conversations of channels',
	version: 1,
	usesServerTime: true,
	forgetting: { turn: conversationTurn, remove: forgetContacts },
	...allTables,
};
