/** Turns given up: messages stay marked until a replay or a person's answer. */
import type { DeadTurn } from '../../../core/ports/channels/mailbox';
import type { StateConnection } from '../../database/state-database';
import { toCondition } from '../../database/to-condition';
import { scheduleTurn } from './burst-rows';
import { type ConversationRow, findConversation } from './conversation-rows';
import { answers } from './message-answers';

const gaveUp = answers['given-up'];

export async function markDead(connection: StateConnection, { tenant, id, turn }: ConversationRow): Promise<void> {
	await connection.run(
		`UPDATE message SET waits = ${gaveUp} WHERE tenant = ? AND conversation = ? AND turn = ? AND waits = 1`,
		tenant,
		id,
		turn,
	);
}

interface Filter {
	channel?: string;
	id?: string;
}

/** Newest first. */
export async function listDeadTurns(connection: StateConnection, tenant: string, filter: Filter, limit: number): Promise<DeadTurn[]> {
	const { where, values } = filterTurns(tenant, filter);
	const rows = await connection.all<Omit<DeadTurn, 'reason' | 'endedAt'> & { contact: string }>(
		`SELECT message.turn AS id, conversation.channel, conversation.id AS conversation, conversation.contact, count(*) AS messages,
			min(message.arrived_at) AS "receivedAt"
		FROM message JOIN conversation ON conversation.tenant = message.tenant AND conversation.id = message.conversation
		WHERE message.waits = ${gaveUp} AND ${where}
		GROUP BY message.turn, conversation.channel, conversation.id, conversation.contact
		ORDER BY min(message.arrived_at) DESC, message.turn LIMIT ?`,
		...values,
		limit,
	);
	const turns: DeadTurn[] = [];
	for (const { contact, messages, receivedAt, ...turn } of rows) {
		const end = await findEnd(connection, tenant, contact, turn.id);
		turns.push({
			...turn,
			messages: Number(messages),
			receivedAt: Number(receivedAt),
			reason: end?.reason ?? null,
			endedAt: end?.at ?? null,
		});
	}
	return turns;
}

const filterTurns = (tenant: string, { channel, id }: Filter) =>
	toCondition({ 'message.tenant = ?': tenant, 'conversation.channel = ?': channel, 'message.turn = ?': id });

async function findEnd(connection: StateConnection, tenant: string, contact: string, turn: string) {
	const changes = await connection.all<{ at: number; details: string }>(
		`SELECT at, details FROM contact_log WHERE tenant = ? AND contact = ? AND kind = 'turn-dead' ORDER BY number DESC LIMIT 100`,
		tenant,
		contact,
	);
	const ends = changes.map(({ at, details }) => ({ at: Number(at), ...(JSON.parse(details) as { turn: string; reason: string }) }));
	return ends.find((end) => end.turn === turn);
}

/** Makes their messages wait again. @returns the number of turns */
export async function replayDeadTurns(connection: StateConnection, tenant: string, filter: Filter): Promise<number> {
	const turns = await listDeadTurns(connection, tenant, filter, maxReplayed);
	for (const { id, conversation } of turns) {
		await connection.run(
			`UPDATE message SET waits = 1, turn = NULL WHERE tenant = ? AND conversation = ? AND turn = ? AND waits = ${gaveUp}`,
			tenant,
			conversation,
			id,
		);
		const row = await findConversation(connection, tenant, conversation);
		if (row) await scheduleTurn(connection, row);
	}
	return turns.length;
}

const maxReplayed = 1_000;

/** Restarts a given-up turn whose receipt is applied again. @returns true if it restarts */
export async function replayTurnOf(connection: StateConnection, tenant: string, receipt: string | null): Promise<boolean> {
	const found = await connection.get<{ turn: string }>(
		`SELECT turn FROM message WHERE tenant = ? AND receipt = ? AND waits = ${gaveUp}`,
		tenant,
		receipt,
	);
	return found !== undefined && (await replayDeadTurns(connection, tenant, { id: found.turn })) > 0;
}
