import type { StateSchema } from '../../database/state-database';
import { forgetContacts } from './contacts/forget-contact';
import { channelTables } from './schema/channel-tables';
import { contactTables } from './schema/contact-tables';
import { conversationTables } from './schema/conversation-tables';
import { noteTables } from './schema/note-tables';
import { dealTables } from './schema/deal-tables';
import { outgoingTables } from './schema/outgoing-tables';
import { peopleTables } from './schema/people-tables';
import { settingsTables } from './schema/settings-tables';
import { stateTables } from './schema/state-tables';

/** Changes of a tenant's conversations run one after the other. */
export const conversationTurn = (tenant: string): string => `conversations ${tenant}`;

const tables = [
	...[channelTables, contactTables, conversationTables, outgoingTables, peopleTables, stateTables, noteTables, dealTables],
	settingsTables,
];

/** Requests, contacts, conversations and messages of channels. Times are milliseconds since the epoch. */
export const channelSchema: StateSchema = {
	name: 'channels',
	what: 'The conversations of channels',
	version: 2,
	usesServerTime: true,
	forgetting: { turn: conversationTurn, remove: forgetContacts },
	tenantTables: tables.flatMap(({ tenantTables }) => tenantTables),
	schema: tables.map(({ schema }) => schema).join(''),
};
