import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { EndedSession } from '../../../core/ports/channels/sessions';
import type { TakenWork, WorkId, WorkKindName } from '../../../core/ports/work';
import type { StateConnection } from '../../database/state-database';
import { addWork, planWork } from '../work/work-rows';
import { type ConversationRow, sessionName, sessionOf } from './conversation-rows';
import { openText, sealText, type TextPlace } from './sealed/sealed-text';

/** Works that store summaries. Keys: session names; lanes: channels. */
export const sessionWork: WorkKindName = 'ended-session';

export async function expectEnd(
	connection: StateConnection,
	{ tenant, channel, id, session, agent }: ConversationRow,
	{ sessionMs }: Pick<MailboxRules, 'sessionMs'>,
	now: number,
): Promise<void> {
	const open = await connection.run(
		`INSERT INTO session_memory (tenant, conversation, session, session_ms, is_over, agent) VALUES (?, ?, ?, ?, 0, ?)
		ON CONFLICT (tenant, conversation, session) DO UPDATE SET session_ms = excluded.session_ms WHERE session_memory.is_over = 0`,
		tenant,
		id,
		session,
		sessionMs,
		agent,
	);
	if (open === 0) return;
	await planWork(connection, { tenant, kind: sessionWork, key: sessionName({ id, session }), lane: channel, dueAt: now + sessionMs });
}

interface EndedRow extends Omit<EndedSession, 'session' | 'tenant'> {
	endsAt: number;
	isOver: number;
}

export async function beginSession(
	connection: StateConnection,
	{ tenant, kind, key, lane }: TakenWork,
	now: number,
): Promise<EndedSession | undefined> {
	const row = await connection.get<EndedRow>(
		`SELECT conversation.channel, conversation, contact, summary, session_memory.agent, last_at + session_ms AS "endsAt",
			CASE WHEN conversation.session > session_memory.session OR last_at + session_ms <= ?1 THEN 1 ELSE 0 END AS "isOver"
		FROM session_memory JOIN conversation ON conversation.tenant = session_memory.tenant AND conversation.id = conversation
		WHERE session_memory.tenant = ?2 AND conversation = ?3 AND session_memory.session = ?4`,
		now,
		tenant,
		...sessionOf(key),
	);
	if (row === undefined) return undefined;
	const { endsAt, isOver, ...session } = row;
	const { summary } = session;
	if (isOver === 1)
		return { ...session, summary: summary && (await openText(connection, ofSummary({ tenant, key }), summary)), tenant, session: key };
	return void (await addWork(connection, { tenant, kind, key, lane, dueAt: Number(endsAt) }));
}

const ofSummary = ({ tenant, key }: Pick<WorkId, 'tenant' | 'key'>): TextPlace => {
	const [conversation, session] = sessionOf(key);
	return { tenant, conversation, column: 'session_memory.summary', row: session };
};

export const keepSummary = async (connection: StateConnection, work: WorkId, summary: string): Promise<number> =>
	updateSession(connection, work, 'summary = ?', await sealText(connection, ofSummary(work), summary));

export const updateSession = (
	connection: StateConnection,
	{ tenant, key }: WorkId,
	assignments: string,
	...values: string[]
): Promise<number> =>
	connection.run(
		`UPDATE session_memory SET ${assignments} WHERE tenant = ? AND conversation = ? AND session = ?`,
		...values,
		tenant,
		...sessionOf(key),
	);

export const forgetSummary = (connection: StateConnection, work: WorkId): Promise<number> =>
	updateSession(connection, work, 'is_over = 1, summary = NULL');
