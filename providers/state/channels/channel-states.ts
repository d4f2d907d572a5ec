import type { ChannelPartState, ChannelStates, NewPartState } from '../../../core/ports/channels/channel-states';
import { everyTenant, type StateConnection } from '../../database/state-database';
import type { ChannelDatabase } from './channel-database';

const maxReasonLength = 500;

export const createChannelStates = ({ database, change }: ChannelDatabase): ChannelStates => ({
	note: (found) => change(found.tenant, (connection) => notePartState(connection, found)),
	list: (tenant) =>
		database.read(tenant ?? everyTenant, (connection) =>
			connection.all<ChannelPartState>(
				`SELECT tenant, channel, part, state, reason, since, checked_at AS "checkedAt" FROM channel_state
				WHERE ${tenant === undefined ? '' : 'tenant = ? AND '}EXISTS
					(SELECT 1 FROM channel WHERE channel.tenant = channel_state.tenant AND channel.name = channel_state.channel)
				ORDER BY tenant, channel, part`,
				...(tenant === undefined ? [] : [tenant]),
			),
		),
});

/** Events can arrive late: what is older than the last finding changes nothing. @returns the state before, if there was one and it was changed */
export async function notePartState(
	connection: StateConnection,
	{ tenant, channel, part, state, reason, checkedAt }: NewPartState,
): Promise<ChannelPartState['state'] | undefined> {
	const key = [tenant, channel, part];
	const before = await connection.get<{ state: ChannelPartState['state'] }>(
		'SELECT state FROM channel_state WHERE tenant = ? AND channel = ? AND part = ?',
		...key,
	);
	const noted = await connection.run(
		`INSERT INTO channel_state (tenant, channel, part, state, reason, since, checked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
		ON CONFLICT (tenant, channel, part) DO UPDATE SET state = ?4, reason = ?5, checked_at = ?6,
			since = CASE WHEN channel_state.state = ?4 THEN channel_state.since ELSE ?6 END
		WHERE channel_state.checked_at <= ?6`,
		...[...key, state, reason?.slice(0, maxReasonLength) ?? null, checkedAt],
	);
	return noted > 0 ? before?.state : undefined;
}

/** Forgets what was found of a channel: it is gone, or has another account. */
export async function forgetStates(connection: StateConnection, tenant: string, channel: string): Promise<void> {
	await connection.run('DELETE FROM channel_state WHERE tenant = ? AND channel = ?', tenant, channel);
}
