import { findDueTime, findHoldTime } from '../../../core/conversations/mailbox/due-time';
import type { MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { StateConnection } from '../../database/state-database';
import { forgetAnswered } from './audios/audio-works';
import { type ConversationRow, updateConversation } from './conversation-rows';
import { answers, byAgentOrPublished, isOpen } from './message-answers';
import { cancelTurn, planTurn } from './turn-works';

export const waitsForTurn = 'waits = 1 AND turn IS NULL';

interface Waiting {
	since: number | null;
	last: number | null;
}

export async function findWaiting(connection: StateConnection, { tenant, id }: ConversationRow): Promise<Waiting> {
	return (await connection.get<Waiting>(
		`SELECT min(arrived_at) AS since, max(arrived_at) AS last FROM message WHERE tenant = ? AND conversation = ? AND ${waitsForTurn}
		AND begins_turn = 1`,
		tenant,
		id,
	))!;
}

export async function holdBurst(
	connection: StateConnection,
	row: ConversationRow,
	rules: Pick<MailboxRules, 'transcriptMs' | 'maxQuietMs'>,
	now: number,
): Promise<void> {
	const { since } = await findWaiting(connection, row);
	if (since !== null)
		await updateConversation(connection, row, { heldUntil: findHoldTime({ since, heldUntil: row.heldUntil }, rules, now) });
}

/** Plans the next turn, after a running one. @returns true if messages wait for an answer */
export async function scheduleTurn(connection: StateConnection, row: ConversationRow): Promise<boolean> {
	const { since, last } = await findWaiting(connection, row);
	// A failed turn keeps its retry time.
	if (since === null && row.turn !== null) return true;
	const waits = since !== null && last !== null;
	const answersAt = () => Math.max(findDueTime({ since: since!, last: last!, heldUntil: row.heldUntil }, row), row.floodUntil ?? 0);
	// While a person answers, the agent returns at the end of its pause.
	await planTurn(connection, row, waits ? (row.mode === 'agent' ? answersAt() : row.modeUntil) : null);
	return waits;
}

/** Ends the conversation's turn. @param answered true if its messages need no further answer */
export async function endTurnOf(connection: StateConnection, row: ConversationRow, answered: boolean): Promise<void> {
	await clearTurn(connection, row, answered);
	await cancelTurn(connection, row);
}

/** Ends the turn in the row only; its work goes on or ends by itself. @param answered as in `endTurnOf` */
export async function clearTurn(connection: StateConnection, row: ConversationRow, answered: boolean): Promise<void> {
	if (row.followUp !== null) await updateConversation(connection, row, { followUp: null });
	if (row.turn === null) return;
	await connection.run(
		`UPDATE message SET ${answered ? `waits = ${byAgentOrPublished}` : 'turn = NULL'}
		WHERE tenant = ? AND conversation = ? AND turn = ? AND waits = 1`,
		...(answered ? [row.tenant, row.channel] : []),
		row.tenant,
		row.id,
		row.turn,
	);
	if (answered) await forgetAnswered(connection, row.tenant, row.id);
	await updateConversation(connection, row, { turn: null, turnEffects: 0 });
}

export async function takeFromTurn(connection: StateConnection, row: ConversationRow, number: number): Promise<void> {
	const isAnswered = `UPDATE message SET waits = ${answers.agent} WHERE tenant = ? AND conversation = ? AND number = ?`;
	await connection.run(isAnswered, row.tenant, row.id, number);
	await scheduleTurn(connection, row);
}

export async function dropWaiting(connection: StateConnection, row: ConversationRow, before: number): Promise<number> {
	const dropped = await connection.run(
		`UPDATE message SET waits = ${answers.left}, turn = NULL WHERE tenant = ? AND conversation = ? AND waits IN (1, 7) AND arrived_at < ?`,
		row.tenant,
		row.id,
		before,
	);
	await scheduleTurn(connection, row);
	return dropped;
}

/**
 * Marks all waiting messages, also given-up ones, as answered or dismissed by a person. @param until later arrivals still wait: desk and provider
 * events can overtake each other @returns the number of messages
 */
export async function answerAll(
	connection: StateConnection,
	row: ConversationRow,
	by: 'person' | 'left',
	until = Number.MAX_SAFE_INTEGER,
): Promise<number> {
	await endTurnOf(connection, row, false);
	await forgetAnswered(connection, row.tenant, row.id);
	return connection.run(
		`UPDATE message SET waits = ${answers[by]}, turn = NULL WHERE tenant = ? AND conversation = ? AND ${isOpen} AND arrived_at <= ?`,
		row.tenant,
		row.id,
		until,
	);
}
