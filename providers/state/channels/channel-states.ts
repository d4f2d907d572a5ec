import { type ChannelPartState, type ChannelStates, downStates, type NewPartState } from '../../../core/ports/channels/channel-states';
import type { Lack } from '../../../core/ports/channels/lacks';
import { isLongAway, type TurnEnd } from '../../../core/ports/channels/mailbox';
import { everyTenant, type StateConnection } from '../../database/state-database';
import { toCondition } from '../../database/to-condition';
import { tellEvents } from '../events/event-database';
import { addEvent } from '../events/event-rows';
import type { ChannelDatabase } from './channel-database';

const maxReasonLength = 500;
const maxLacks = 50;

export const createChannelStates = ({ database, change, wakeUps }: ChannelDatabase): ChannelStates => ({
	async note(found) {
		const before = await change(found.tenant, (connection, now) => noteAndTell(connection, found, now));
		tellEvents(wakeUps, found.tenant);
		return before;
	},
	async list(tenant) {
		const rows = await database.read(tenant ?? everyTenant, (connection) =>
			connection.all<Omit<ChannelPartState, 'lacks'> & { lacks: string | null }>(
				`SELECT tenant, channel, part, state, reason, since, checked_at AS "checkedAt", lacks FROM channel_state
				WHERE ${tenant === undefined ? '' : 'tenant = ? AND '}EXISTS
					(SELECT 1 FROM channel WHERE channel.tenant = channel_state.tenant AND channel.name = channel_state.channel)
				ORDER BY tenant, channel, part`,
				...(tenant === undefined ? [] : [tenant]),
			),
		);
		return rows.map(({ lacks, ...state }) => ({ ...state, ...(lacks !== null && { lacks: JSON.parse(lacks) as Lack[] }) }));
	},
});

async function noteAndTell(connection: StateConnection, found: NewPartState, now: number): Promise<ChannelPartState['state'] | undefined> {
	if (found.part === 'account') await noteOfAccount(connection, found, now);
	return noteOne(connection, found, now);
}

export async function noteOfAccount(connection: StateConnection, found: NewPartState, now: number): Promise<void> {
	const others = await connection.all<{ channel: string }>(
		`SELECT other.name AS channel FROM channel AS own JOIN channel AS other ON other.tenant = own.tenant AND other.name <> own.name
		AND other.provider = own.provider AND other.credential = own.credential AND other.settings = own.settings
		WHERE own.tenant = ? AND own.name = ?`,
		found.tenant,
		found.channel,
	);
	for (const { channel } of others) await noteOne(connection, { ...found, channel }, now);
}

async function noteOne(connection: StateConnection, found: NewPartState, now: number): Promise<ChannelPartState['state'] | undefined> {
	const { tenant, channel, part, state, checkedAt } = found;
	const before = await notePartState(connection, found);
	// Undefined: the first finding, or an outdated one.
	if (before === undefined && !(await isNewest(connection, found))) return undefined;
	const isDown = downStates.includes(state);
	const isBack = state === 'connected' && before !== undefined && downStates.includes(before);
	if (part !== 'account' || before === state || !(isDown || isBack)) return before;
	const type = isDown ? ('channel.disconnected' as const) : ('channel.connected' as const);
	await addEvent(connection, tenant, { type, key: `account ${channel} ${checkedAt}`, data: { channel } }, now);
	return before;
}

const isNewest = async (connection: StateConnection, { tenant, channel, part, checkedAt }: NewPartState): Promise<boolean> =>
	(await connection.get(
		'SELECT 1 AS found FROM channel_state WHERE tenant = ? AND channel = ? AND part = ? AND checked_at = ?',
		tenant,
		channel,
		part,
		checkedAt,
	)) !== undefined;

const boundLacks = (lacks: Lack[]): Lack[] =>
	lacks.slice(0, maxLacks).map((lack) => ({
		...lack,
		name: lack.name.slice(0, maxReasonLength),
		neededBy: lack.neededBy.slice(0, maxReasonLength),
		reason: lack.reason.slice(0, maxReasonLength),
		fix: lack.fix.slice(0, maxReasonLength),
	}));

/** Ignores events older than the last finding. @returns the previous state if it changed */
export async function notePartState(
	connection: StateConnection,
	{ tenant, channel, part, state, reason, lacks = [], checkedAt }: NewPartState,
): Promise<ChannelPartState['state'] | undefined> {
	const key = [tenant, channel, part];
	const before = await connection.get<{ state: ChannelPartState['state'] }>(
		'SELECT state FROM channel_state WHERE tenant = ? AND channel = ? AND part = ?',
		...key,
	);
	const noted = await connection.run(
		`INSERT INTO channel_state (tenant, channel, part, state, reason, since, checked_at, lacks) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
		ON CONFLICT (tenant, channel, part) DO UPDATE SET state = ?4, reason = ?5, checked_at = ?6, lacks = ?7,
			since = CASE WHEN channel_state.state = ?4 THEN channel_state.since ELSE ?6 END
		WHERE channel_state.checked_at <= ?6`,
		...key,
		state,
		reason?.slice(0, maxReasonLength) ?? null,
		checkedAt,
		lacks.length > 0 ? JSON.stringify(boundLacks(lacks)) : null,
	);
	return noted > 0 ? before?.state : undefined;
}

export async function noteAgentState(
	connection: StateConnection,
	{ tenant, channel }: Pick<ChannelPartState, 'tenant' | 'channel'>,
	end: TurnEnd,
	now: number,
): Promise<void> {
	if (end.kind === 'failed' && isLongAway(end))
		await notePartState(connection, { tenant, channel, part: 'agent', state: 'away', reason: end.reason, checkedAt: now });
	if (end.kind !== 'done') return;
	await connection.run(
		`UPDATE channel_state SET state = 'ready', reason = NULL, since = ?1, checked_at = ?1
		WHERE tenant = ?2 AND channel = ?3 AND part = 'agent' AND state <> 'ready'`,
		now,
		tenant,
		channel,
	);
}

export async function forgetStates(connection: StateConnection, tenant: string, channel: string, part?: 'agent' | 'needs'): Promise<void> {
	const { where, values } = toCondition({ 'tenant = ?': tenant, 'channel = ?': channel, 'part = ?': part });
	await connection.run(`DELETE FROM channel_state WHERE ${where}`, ...values);
}
