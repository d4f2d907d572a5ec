import type { TableData } from '../../../../core/base/privacy/personal-data';

/** Rows with `whose: { conversation: 'conversation' }` go with their conversation. */
export interface ChannelTable extends TableData {
	/** On a join, rows move unchanged; other tables are merged row by row. */
	moves?: true;
}

export interface ChannelTables {
	tables: Readonly<Record<string, ChannelTable>>;
	schema: string;
}
