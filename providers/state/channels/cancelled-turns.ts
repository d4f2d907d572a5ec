/** Turns that a process had and will not answer: the instance that took them was cancelled. */
import type { GivenUpTurns } from '../../../core/ports/channels/mailbox';
import type { Answered } from '../../../core/ports/channels/outbox';
import type { StateConnection } from '../../database/state-database';
import { logContact } from './contacts/contact-rows';
import { findConversation } from './conversation-rows';
import { answers, isUnanswered } from './message-answers';
import { planWait } from './people/wait-works';
import { findLast } from './program-answers';
import { toCondition } from '../../database/to-condition';

const isHeld = `message.waits = ${answers.published} AND ${isUnanswered}`;

/** Gives up what a process has of the conversation. What people have stays with them. */
export async function giveUpPublished(
	connection: StateConnection,
	{ tenant, conversation }: { tenant: string; conversation: string },
	{ reason, ...about }: Answered & { reason: string },
	now: number,
): Promise<GivenUpTurns | 'busy'> {
	const row = await findConversation(connection, tenant, conversation);
	if (row === undefined || row.mode !== 'agent') return { channel: row?.channel ?? '', turns: [] };
	// Its messages are the process's when it ends.
	if (row.turn !== null && row.turnEffects === 1) return 'busy';
	const { id, channel, contact } = row;
	const where = `tenant = ? AND conversation = ? AND turn IS NOT NULL AND ${isHeld} AND number <= ?`;
	const place = [tenant, id, await findLast(connection, row, about)];
	const turns = await connection.all<{ turn: string }>(
		`SELECT turn FROM message WHERE ${where} GROUP BY turn ORDER BY min(number)`,
		...place,
	);
	if (turns.length === 0) return { channel, turns: [] };
	await connection.run(`UPDATE message SET waits = ${answers['given-up']} WHERE ${where}`, ...place);
	for (const { turn } of turns) {
		const details = { channel, conversation: id, turn, reason };
		await logContact(connection, { tenant, contact, kind: 'turn-dead', actor: 'agent', details }, now);
	}
	// Told of as one who waits for the agent, the customer waits for a person from now on.
	await planWait(connection, row, now);
	return { channel, turns: turns.map(({ turn }) => turn) };
}

/** What names turns that a process has. */
export interface HeldFilter {
	channel: string;
	/** The id of a receipt or of a turn. */
	id?: string | undefined;
	from?: number | undefined;
	to?: number | undefined;
}

/** Counts the turns that a process has and has not answered. */
export async function countHeld(connection: StateConnection, tenant: string, { channel, id, from, to }: HeldFilter): Promise<number> {
	const { where, values } = toCondition({
		...{ 'message.tenant = ?': tenant, 'conversation.channel = ?': channel },
		...{ 'message.arrived_at >= ?': from, 'message.arrived_at < ?': to, '? IN (message.receipt, message.turn)': id },
	});
	const row = await connection.get<{ held: number }>(
		`SELECT count(DISTINCT message.turn) AS held FROM message
		JOIN conversation ON conversation.tenant = message.tenant AND conversation.id = message.conversation WHERE ${isHeld} AND ${where}`,
		...values,
	);
	return Number(row?.held ?? 0);
}
