import type { TableData } from '../../../../core/base/privacy/personal-data';

/** A table of the channels. Rows with `whose: { conversation: 'conversation' }` go with their conversation. */
export interface ChannelTable extends TableData {
	/** Rows go over whole to the conversation that theirs becomes part of. The others are joined one by one. */
	moves?: true;
}

export interface ChannelTables {
	tables: Readonly<Record<string, ChannelTable>>;
	schema: string;
}
