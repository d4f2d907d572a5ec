/** A condition on rows with `tenant` and `channel`: an operator has not paused their channel. */
export const isNotPaused = (table: string): string =>
	`NOT EXISTS (SELECT 1 FROM channel WHERE channel.tenant = ${table}.tenant AND channel.name = ${table}.channel AND channel.state = 'paused')`;
