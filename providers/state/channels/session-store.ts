import type { SessionStore } from '../../../core/ports';
import type { ChannelDatabase } from './channel-database';
import { sessionNumber } from './conversation-rows';
import { takeEnded } from './session-rows';

export function createSessionStore({ change }: ChannelDatabase): SessionStore {
	const where = 'WHERE tenant = ? AND conversation = ? AND session = ? AND holder = ?';
	return {
		async take(holder, leaseMs, of) {
			if (of.channels.length === 0) return undefined;
			return change(of.tenant, (connection, now) => takeEnded(connection, { holder, now, until: now + leaseMs }, of));
		},
		noteSummary: ({ tenant, conversation, session }, holder, summary) =>
			change(tenant, async (connection) => {
				const key = [tenant, conversation, sessionNumber(session), holder];
				return (await connection.run(`UPDATE session_memory SET summary = ? ${where}`, summary, ...key)) > 0;
			}),
		end: ({ tenant, conversation, session }, holder, retryAfterMs) =>
			change(tenant, async (connection, now) => {
				const key = [tenant, conversation, sessionNumber(session)];
				const [dueAt, summary] = retryAfterMs === undefined ? [null, 'NULL'] : [now + retryAfterMs, 'summary'];
				await connection.run(`UPDATE session_memory SET due_at = ?, holder = NULL, summary = ${summary} ${where}`, dueAt, ...key, holder);
				return (
					(await connection.get('SELECT 1 AS one FROM session_memory WHERE tenant = ? AND conversation = ? AND session = ?', ...key)) !==
					undefined
				);
			}),
	};
}
