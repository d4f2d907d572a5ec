import type { WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { cancelWaitingWork, cancelWork, planWork } from '../work/work-rows';

/** Works that answer conversations. Keys: conversation ids, so each has one turn at a time; lanes: channels. */
export const turnWork: WorkKindName = 'channel-turn';

interface Place {
	tenant: string;
	id: string;
	channel: string;
}

const workOf = ({ tenant, id }: Pick<Place, 'tenant' | 'id'>) => ({ tenant, kind: turnWork, key: id });

export async function planTurn(connection: StateConnection, row: Place, dueAt: number | null): Promise<void> {
	if (dueAt === null) await cancelWaitingWork(connection, workOf(row));
	else await planWork(connection, { ...workOf(row), lane: row.channel, dueAt });
}

export const cancelTurn = async (connection: StateConnection, row: Pick<Place, 'tenant' | 'id'>): Promise<void> =>
	void (await cancelWork(connection, workOf(row)));

const ofHolder = `tenant = ? AND kind = '${turnWork}' AND key = ? AND holder = ?`;

export const returnTurn = (connection: StateConnection, { tenant, id }: Pick<Place, 'tenant' | 'id'>, holder: string, dueAt: number) =>
	connection.run(`UPDATE work SET due_at = ?, holder = NULL, again_at = NULL WHERE ${ofHolder}`, dueAt, tenant, id, holder);

/** Extends the holder's turn. @param condition a further one, in SQL @returns false if another has it, or the condition is not met */
export const prolongTurn = async (
	connection: StateConnection,
	{ tenant, id }: Pick<Place, 'tenant' | 'id'>,
	holder: string,
	until: number,
	condition?: { sql: string; values: string[] },
): Promise<boolean> =>
	(await connection.run(
		`UPDATE work SET due_at = ? WHERE ${ofHolder}${condition ? ` AND ${condition.sql}` : ''}`,
		until,
		tenant,
		id,
		holder,
		...(condition?.values ?? []),
	)) > 0;

export const hasTurn = `EXISTS (SELECT 1 FROM work WHERE work.tenant = conversation.tenant AND work.kind = '${turnWork}' AND work.key = conversation.id)`;
