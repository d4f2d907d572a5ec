/** Turns that a process holds and will not answer: its instance was cancelled, or it answered while silenced. */
import type { GivenUpTurns, GivingUp } from '../../../core/ports/channels/mailbox';
import type { StateConnection } from '../../database/state-database';
import { logContact } from './contacts/contact-log';
import { type ConversationRow, findConversation } from './conversation-rows';
import { answers, isUnanswered } from './message-answers';
import { planWait } from './people/wait-works';
import { findLast } from './program-answers';
import { toCondition } from '../../database/to-condition';

const isHeld = `message.waits = ${answers.published} AND ${isUnanswered}`;
/** Also covers a running turn: the process can answer before it ends. */
const isBeingHeld = `((${isHeld}) OR (message.waits = ${answers.waiting} AND message.turn = ? AND ? = 1))`;

export async function giveUpPublished(
	connection: StateConnection,
	{ tenant, conversation }: { tenant: string; conversation: string },
	about: GivingUp,
	now: number,
): Promise<GivenUpTurns | 'busy'> {
	const row = await findConversation(connection, tenant, conversation);
	const isOther = row === undefined || (about.isAnswered ? row.mode === 'person' : row.mode !== 'agent');
	if (isOther) return { channel: row?.channel ?? '', turns: [] };
	const hasEffects = row.turn !== null && row.turnEffects === 1;
	// The process gets its messages when it ends.
	if (hasEffects && !about.isAnswered) return 'busy';
	const { channel } = row;
	const last = await findLast(connection, row, about);
	const condition = `message.tenant = ? AND message.conversation = ? AND message.turn IS NOT NULL AND ${isBeingHeld} AND message.number <= ?`;
	const values = [tenant, row.id, row.turn ?? '', Number(hasEffects), last];
	const turns = await connection.all<{ turn: string }>(
		`SELECT turn FROM message WHERE ${condition} GROUP BY turn ORDER BY min(number)`,
		...values,
	);
	await connection.run(`UPDATE message SET waits = ${answers['given-up']} WHERE ${condition}`, ...values);
	for (const { turn } of turns) await noteGivenUp(connection, row, { turn, reason: about.reason }, now);
	// An announced wait for the agent is now a wait for a person.
	if (turns.length > 0) await planWait(connection, row, now);
	return { channel, turns: turns.map(({ turn }) => turn) };
}

const noteGivenUp = (
	connection: StateConnection,
	{ tenant, contact, channel, id: conversation }: ConversationRow,
	{ turn, reason }: { turn: string; reason: string },
	now: number,
): Promise<void> =>
	logContact(connection, { tenant, contact, kind: 'turn-dead', actor: 'agent', details: { channel, conversation, turn, reason } }, now);

interface HeldFilter {
	channel: string;
	id?: string | undefined;
	from?: number | undefined;
	to?: number | undefined;
}

export async function countHeld(connection: StateConnection, tenant: string, { channel, id, from, to }: HeldFilter): Promise<number> {
	const { where, values } = toCondition({
		'message.tenant = ?': tenant,
		'conversation.channel = ?': channel,
		'message.arrived_at >= ?': from,
		'message.arrived_at < ?': to,
		'? IN (message.receipt, message.turn)': id,
	});
	const row = await connection.get<{ held: number }>(
		`SELECT count(DISTINCT message.turn) AS held FROM message
		JOIN conversation ON conversation.tenant = message.tenant AND conversation.id = message.conversation WHERE ${isHeld} AND ${where}`,
		...values,
	);
	return Number(row?.held ?? 0);
}
