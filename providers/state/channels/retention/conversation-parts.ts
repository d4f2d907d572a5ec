import type { ChannelTable } from '../schema/channel-table';
import { allTables } from '../schema/all-tables';

export const conversationParts: Readonly<Record<string, ChannelTable>> = Object.fromEntries(
	Object.entries(allTables.tables).filter(([, { whose }]) => whose?.['conversation'] === 'conversation'),
);

export const movedTables: readonly string[] = Object.entries(conversationParts).flatMap(([table, { moves }]) => (moves ? [table] : []));
