import type { Send, UnsentMessage } from '../../../core/ports/channels/outbox';
import type { StateConnection } from '../../database/state-database';

/** A row of `outgoing` that ended without reaching the customer. */
export const hasFailed = `outgoing.waits = 0 AND outgoing.state IN ('refused', 'failed', 'unknown')`;

/** Notes that a message ended without reaching the customer. It waits for a person until it is sent again or settled. */
export async function noteUnsent(
	connection: StateConnection,
	{ tenant, id, channel, conversation, run }: Pick<Send, 'tenant' | 'id' | 'channel' | 'conversation' | 'run'>,
	{ state, code = null, reason }: { state: UnsentMessage['state']; code?: string | null | undefined; reason: string },
	now: number,
): Promise<UnsentMessage> {
	await connection.run(
		`INSERT INTO unsent (tenant, outgoing, code, at) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT (tenant, outgoing) DO UPDATE SET code = ?3, at = ?4, settled_at = NULL, settled_by = NULL`,
		...[tenant, id, code, now],
	);
	return { tenant, id, channel, conversation, run, state, code, reason, at: now };
}

/** Notes that a person has seen to it. @returns false if it does not wait for one */
export const settleUnsent = async (
	connection: StateConnection,
	{ tenant, id, by }: { tenant: string; id: string; by: string },
	now: number,
): Promise<boolean> =>
	(await connection.run(
		`UPDATE unsent SET settled_at = ?, settled_by = ? WHERE tenant = ? AND outgoing = ? AND settled_at IS NULL
		AND EXISTS (SELECT 1 FROM outgoing WHERE outgoing.tenant = unsent.tenant AND outgoing.id = unsent.outgoing AND ${hasFailed})`,
		...[now, by, tenant, id],
	)) > 0;
