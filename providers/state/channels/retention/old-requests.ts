import { isOnHold, isAnyoneOnHold } from '../../../database/legal-holds';
import { everyTenant, type StateConnection } from '../../../database/state-database';

/** Milliseconds since the epoch. */
export interface OldRequests {
	endedBefore: number;
	givenUpBefore: number;
	/** For unapplied requests. Default: they stay. */
	waitingBefore?: number;
	/** For event marks: without them a replayed request repeats its effects. Default: they stay. */
	eventsBefore?: number;
}

const removedAtOnce = 500;

/** Removes some requests, of one or all tenants, that ended long ago. @returns the numbers of requests and of all rows; 0 if none is left */
export async function removeOldRequests(
	connection: StateConnection,
	tenant: string,
	{ endedBefore, givenUpBefore, waitingBefore, eventsBefore }: OldRequests,
): Promise<{ requests: number; rows: number }> {
	const [whose, ...tenants] = tenant === everyTenant ? ['1 = 1'] : ['tenant = ?', tenant];
	const remove = (table: string, key: string, which: string, ...times: number[]) =>
		connection.run(
			`DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${whose} AND ${which} LIMIT ?)`,
			...tenants,
			...times,
			removedAtOnce,
		);
	// Only its text tells whose request it is.
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
