import type { EndedSession, MailboxRules } from '../../../core/ports';
import type { StateConnection } from '../../../database/state-database';
import { type ConversationRow, sessionName } from './conversation-rows';

/** Notes when the session ends if nothing more arrives. One whose summary is in memory already stays as it is. */
export async function expectEnd(
	connection: StateConnection,
	{ tenant, channel, id, session }: ConversationRow,
	{ sessionMs }: Pick<MailboxRules, 'sessionMs'>,
	now: number,
): Promise<void> {
	await connection.run(
		`INSERT INTO session_memory (tenant, channel, conversation, session, session_ms, due_at, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)
		ON CONFLICT (tenant, conversation, session) DO UPDATE SET due_at = ?6, session_ms = ?5 WHERE session_memory.due_at IS NOT NULL`,
		...[tenant, channel, id, session, sessionMs, now + sessionMs],
	);
}

interface EndedRow extends Omit<EndedSession, 'session'> {
	session: number;
	isOver: number;
	dueAt: number;
}

export async function takeEnded(
	connection: StateConnection,
	{ holder, now, until }: { holder: string; now: number; until: number },
	{ tenant, channels }: { tenant: string; channels: readonly string[] },
): Promise<EndedSession | undefined> {
	const due = await connection.all<EndedRow>(
		`SELECT session_memory.tenant, session_memory.channel, conversation, session_memory.session, contact,
			session_memory.attempts, summary, last_at + session_ms AS "dueAt",
			CASE WHEN conversation.session > session_memory.session OR last_at + session_ms <= ?1 THEN 1 ELSE 0 END AS "isOver"
		FROM session_memory JOIN conversation ON conversation.tenant = session_memory.tenant AND conversation.id = conversation
		WHERE session_memory.due_at <= ?1 AND session_memory.tenant = ?2 AND session_memory.channel IN (${channels.map((_name, index) => `?${index + 3}`).join(', ')})
		ORDER BY session_memory.due_at LIMIT 20`,
		...[now, tenant, ...channels],
	);
	const where = 'WHERE tenant = ? AND conversation = ? AND session = ?';
	for (const { isOver, dueAt, session, ...row } of due) {
		const key = [row.tenant, row.conversation, session] as const;
		if (isOver === 1) {
			await connection.run(`UPDATE session_memory SET holder = ?, due_at = ?, attempts = attempts + 1 ${where}`, holder, until, ...key);
			return { ...row, session: sessionName({ id: row.conversation, session }) };
		}
		// The agent or a person has written since.
		await connection.run(`UPDATE session_memory SET due_at = ? ${where}`, Number(dueAt), ...key);
	}
	return undefined;
}
