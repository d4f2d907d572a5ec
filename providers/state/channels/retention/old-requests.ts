import { everyTenant, type StateConnection } from '../../../database/state-database';

/** Milliseconds since the epoch. */
export interface OldRequests {
	endedBefore: number;
	/** The same for those that were given up, which a person can replay. */
	givenUpBefore: number;
	/** The same for those that nobody has applied yet. */
	waitingBefore?: number;
	/** The same for the marks of events: without them, a replayed request would have its effects again. */
	eventsBefore?: number;
}

const removedAtOnce = 500;

/** Removes some of a tenant's requests, or of all tenants', that ended long ago. @returns how many requests; 0 when none is left */
export async function removeOldRequests(
	connection: StateConnection,
	tenant: string,
	{ endedBefore, givenUpBefore, waitingBefore = 0, eventsBefore }: OldRequests,
): Promise<number> {
	const [whose, ...tenants] = tenant === everyTenant ? ['1 = 1'] : ['tenant = ?', tenant];
	if (eventsBefore !== undefined)
		await connection.run(
			`DELETE FROM channel_event WHERE (tenant, channel, name) IN
			(SELECT tenant, channel, name FROM channel_event WHERE ${whose} AND at < ? LIMIT ?)`,
			...[...tenants, eventsBefore, removedAtOnce],
		);
	return connection.run(
		`DELETE FROM receipt WHERE (tenant, id) IN (SELECT tenant, id FROM receipt
		WHERE ${whose} AND ((ended_at < ? AND (state <> 'dead' OR ended_at < ?)) OR (try_at IS NOT NULL AND received_at < ?)) LIMIT ?)`,
		...[...tenants, endedBefore, givenUpBefore, waitingBefore, removedAtOnce],
	);
}
