import type { StateConnection } from '../../../database/state-database';

/** A condition on rows with `tenant` and `channel`: an operator has not paused their channel. */
export const isNotPaused = (table: string): string =>
	`NOT EXISTS (SELECT 1 FROM channel WHERE channel.tenant = ${table}.tenant AND channel.name = ${table}.channel AND channel.state = 'paused')`;

/** Lists the channels that an operator has paused: their work waits. */
export const listPaused = async (connection: StateConnection, tenant: string): Promise<string[]> =>
	(await connection.all<{ name: string }>(`SELECT name FROM channel WHERE tenant = ? AND state = 'paused'`, tenant)).map(
		({ name }) => name,
	);
