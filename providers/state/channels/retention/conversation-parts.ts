import type { ChannelTable } from '../schema/channel-table';
import { allTables } from '../schema/all-tables';

/** The tables whose rows belong to one conversation, by their column `conversation`: they go with it. */
export const conversationParts: Readonly<Record<string, ChannelTable>> = Object.fromEntries(
	Object.entries(allTables.tables).filter(([, { whose }]) => whose?.['conversation'] === 'conversation'),
);

/** Names the tables whose rows move as they are. */
export const movedTables: readonly string[] = Object.entries(conversationParts).flatMap(([table, { moves }]) => (moves ? [table] : []));
