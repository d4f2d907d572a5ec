import type { WorkId, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addWork } from '../work/work-rows';

/** Rows processed in order per conversation: only the first waiting row has work. Work key: row id; lane: channel. */
export interface ConversationQueue {
	table: 'desk_write' | 'outgoing';
	kind: WorkKindName;
}

export async function addNext(
	connection: StateConnection,
	{ table, kind }: ConversationQueue,
	{ tenant, conversation }: { tenant: string; conversation: string },
	dueAt: number,
): Promise<void> {
	const next = await connection.get<{ key: string; lane: string }>(
		`SELECT id AS key, channel AS lane FROM ${table} WHERE tenant = ? AND conversation = ? AND waits = 1 ORDER BY number, id LIMIT 1`,
		tenant,
		conversation,
	);
	if (next) await addWork(connection, { tenant, kind, ...next, dueAt });
}

/** Marks a row as begun. @returns false if it no longer waits, or others come first */
export async function beginNext(
	connection: StateConnection,
	{ table }: ConversationQueue,
	{ tenant, key }: WorkId,
	now: number,
): Promise<boolean> {
	// `sending` with an expired lease: delivery is unknown.
	const begun = await connection.run(
		`UPDATE ${table} SET tried_at = CASE state WHEN 'queued' THEN ? ELSE tried_at END, state = CASE state WHEN 'queued' THEN 'sending' ELSE 'unknown' END,
			attempts = attempts + 1
		WHERE tenant = ? AND id = ? AND waits = 1 AND NOT EXISTS (
			SELECT 1 FROM ${table} AS earlier WHERE earlier.tenant = ${table}.tenant AND earlier.conversation = ${table}.conversation
			AND earlier.waits = 1 AND earlier.number < ${table}.number
		)`,
		now,
		tenant,
		key,
	);
	return begun > 0;
}
