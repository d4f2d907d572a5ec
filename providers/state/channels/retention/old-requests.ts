import { isOnHold, isAnyoneOnHold } from '../../../database/legal-holds';
import { everyTenant, type StateConnection } from '../../../database/state-database';

/** Milliseconds since the epoch. */
export interface OldRequests {
	endedBefore: number;
	/** The same for those that were given up, which a person can replay. */
	givenUpBefore: number;
	/** The same for those that nobody has applied yet. Default: they stay. */
	waitingBefore?: number;
	/** The same for the marks of events: without them, a replayed request would have its effects again. Default: they stay. */
	eventsBefore?: number;
}

const removedAtOnce = 500;

/**
 * Removes some of a tenant's requests, or of all tenants', that ended long ago.
 * @returns how many requests, and how many rows in all: 0 when none is left
 */
export async function removeOldRequests(
	connection: StateConnection,
	tenant: string,
	{ endedBefore, givenUpBefore, waitingBefore, eventsBefore }: OldRequests,
): Promise<{ requests: number; rows: number }> {
	const [whose, ...tenants] = tenant === everyTenant ? ['1 = 1'] : ['tenant = ?', tenant];
	const remove = (table: string, key: string, which: string, ...times: number[]) =>
		connection.run(
			`DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${whose} AND ${which} LIMIT ?)`,
			...[...tenants, ...times, removedAtOnce],
		);
	// Whose a request is, its text alone says.
	const isKept = isAnyoneOnHold('receipt');
	let requests = await remove(
		'receipt',
		'tenant, id',
		`ended_at < ? AND (state <> 'dead' OR ended_at < ?) AND NOT ${isKept}`,
		endedBefore,
		givenUpBefore,
	);
	if (waitingBefore !== undefined)
		requests += await remove('receipt', 'tenant, id', `try_at IS NOT NULL AND received_at < ? AND NOT ${isKept}`, waitingBefore);
	const marks =
		eventsBefore === undefined
			? 0
			: await remove('channel_event', 'tenant, channel, name', `at < ? AND NOT ${isOnHold('channel_event')}`, eventsBefore);
	return { requests, rows: requests + marks };
}
