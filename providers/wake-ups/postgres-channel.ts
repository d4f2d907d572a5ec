import { isTroupeError } from '../../core/base/errors';
import { withoutPassword } from '../database/database-place';
import { listenInPostgres } from '../database/postgres/listen-in-postgres';
import { usePool } from '../database/postgres/shared-pool';
import { serverFault } from '../database/storage-fault';
import type { Channel } from './channel';

const channel = 'troupe_wake';

/**
 * Sends over PostgreSQL's NOTIFY in a separate transaction: commits with notifications share one lock
 * (https://www.postgresql.org/docs/current/sql-notify.html). @throws TroupeError INPUT_INVALID
 */
export function postgresChannel(address: string): Channel {
	const { pool } = usePool(address);
	const subject = { where: withoutPassword(address), what: 'Wake-ups' };
	const fault = (cause: unknown) => (isTroupeError(cause) ? cause : serverFault(subject, 'used', cause));
	return {
		async send(text) {
			try {
				const client = await pool.connect();
				await client.query('select pg_notify($1, $2)', [channel, text]).finally(() => client.release());
			} catch (cause) {
				throw fault(cause);
			}
		},
		hear: ({ heard, connected, failed }) => {
			const listening = listenInPostgres(
				address,
				{ channel, name: 'troupe wake-ups' },
				{ heard: (payload = '') => heard(payload), connected, failed: (cause) => failed(fault(cause)) },
			);
			return { reconnect: () => listening.reconnect(), close: () => void listening.close() };
		},
	};
}
