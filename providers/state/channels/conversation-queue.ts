import type { WorkId, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addWork } from '../work/work-rows';

/** Rows of a conversation that are done one after the other: only the first that waits has work, whose key is its id and whose lane is its channel. */
export interface ConversationQueue {
	table: 'desk_write' | 'outgoing';
	kind: WorkKindName;
}

/** Adds the work for what is next in a conversation. Call it whenever something was added or has ended. */
export async function addNext(
	connection: StateConnection,
	{ table, kind }: ConversationQueue,
	{ tenant, conversation }: { tenant: string; conversation: string },
	dueAt: number,
): Promise<void> {
	const next = await connection.get<{ key: string; lane: string }>(
		`SELECT id AS key, channel AS lane FROM ${table} WHERE tenant = ? AND conversation = ? AND waits = 1 ORDER BY number, id LIMIT 1`,
		...[tenant, conversation],
	);
	if (next) await addWork(connection, { tenant, kind, ...next, dueAt });
}

/** Notes that a row is being done. @returns false if it waits no more, or others of its conversation come first */
export async function beginNext(
	connection: StateConnection,
	{ table }: ConversationQueue,
	{ tenant, key }: WorkId,
	now: number,
): Promise<boolean> {
	// One in `sending` whose lease has ended: nobody knows whether the provider has it.
	const begun = await connection.run(
		`UPDATE ${table} SET tried_at = CASE state WHEN 'queued' THEN ? ELSE tried_at END, state = CASE state WHEN 'queued' THEN 'sending' ELSE 'unknown' END,
			attempts = attempts + 1
		WHERE tenant = ? AND id = ? AND waits = 1 AND NOT EXISTS (
			SELECT 1 FROM ${table} AS earlier WHERE earlier.tenant = ${table}.tenant AND earlier.conversation = ${table}.conversation
			AND earlier.waits = 1 AND earlier.number < ${table}.number
		)`,
		...[now, tenant, key],
	);
	return begun > 0;
}
