import { channelTables } from './channel-tables';
import type { ChannelTables } from './channel-table';
import { contactTables } from './contact-tables';
import { conversationTables } from './conversation-tables';
import { dealTables } from './deal-tables';
import { keyTables } from './key-tables';
import { noteTables } from './note-tables';
import { outgoingTables } from './outgoing-tables';
import { peopleTables } from './people-tables';
import { settingsTables } from './settings-tables';
import { stateTables } from './state-tables';

const parts: readonly ChannelTables[] = [
	channelTables,
	contactTables,
	conversationTables,
	outgoingTables,
	peopleTables,
	stateTables,
	noteTables,
	dealTables,
	settingsTables,
	keyTables,
];

export const allTables: ChannelTables = {
	tables: Object.assign({}, ...parts.map(({ tables }) => tables)) as ChannelTables['tables'],
	schema: parts.map(({ schema }) => schema).join(''),
};
