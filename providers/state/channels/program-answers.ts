/** Messages held by a process or workflow until it answers or dismisses them. */
import type { Answered } from '../../../core/ports/channels/outbox';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';
import { answers, isOpen, isUnanswered } from './message-answers';
import { isAsked } from './people/hand-over-rows';
import { cancelWait } from './people/wait-works';

/** SQL condition on `message`, with the conversation's channel as two parameters: no agent answers it. */
const isOfProgram = 'EXISTS (SELECT 1 FROM channel WHERE channel.tenant = ? AND channel.name = ? AND channel.agent IS NULL)';
const isPublished = `(message.waits = ${answers.published} OR (message.waits = ${answers['given-up']} AND ${isOfProgram}))`;
/** Also a running turn: a process can finish before it. */
const isBeingPublished = `(${isPublished} OR (message.waits = ${answers.waiting} AND message.turn = ? AND ? = 1))`;

/** Notes the messages that an outbox entry answers. Those of a running turn are marked at its end, as it may be repeated. */
export async function noteAnswer(
	connection: StateConnection,
	row: ConversationRow,
	sends: readonly string[],
	about: Answered,
): Promise<void> {
	const { tenant, id, channel } = row;
	const last = await findLast(connection, row, about);
	if (last > 0)
		await connection.run(
			`UPDATE outgoing SET answers = ? WHERE tenant = ? AND answers <= 0 AND id IN ${textsOf(connection)}`,
			last,
			tenant,
			JSON.stringify(sends),
		);
	await connection.run(
		`UPDATE message SET waits = ${answers.program} WHERE tenant = ? AND conversation = ? AND ${isPublished} AND number <= ?`,
		tenant,
		id,
		tenant,
		channel,
		last,
	);
	await cancelUnlessWaiting(connection, row);
}

export async function leavePublished(connection: StateConnection, row: ConversationRow, about: Answered): Promise<number> {
	const { tenant, id, channel, turn, turnEffects } = row;
	const left = await connection.run(
		`UPDATE message SET waits = ${answers.left} WHERE tenant = ? AND conversation = ? AND ${isBeingPublished} AND number <= ?`,
		tenant,
		id,
		tenant,
		channel,
		turn ?? '',
		turnEffects,
		await findLast(connection, row, about),
	);
	if (left > 0) await cancelUnlessWaiting(connection, row);
	return left;
}

/** Gives held messages to the process again: the people it gave them to answered none. */
export const publishAgain = async (connection: StateConnection, { tenant, id }: ConversationRow): Promise<void> =>
	void (await connection.run(
		`UPDATE message SET waits = ${answers.waiting}, turn = NULL WHERE tenant = ? AND conversation = ? AND waits = ${answers.published} AND ${isUnanswered}`,
		tenant,
		id,
	));

/** Returns the last meant message number; 0: none. Unknown ids, such as without provider ids, set no bound. */
export async function findLast(connection: StateConnection, { tenant, id }: ConversationRow, { until = [] }: Answered): Promise<number> {
	const last = async (condition: string, ...values: string[]) => {
		const of = `SELECT max(number) AS last FROM message WHERE tenant = ? AND conversation = ? AND ${condition}`;
		return (await connection.get<{ last: number | null }>(of, tenant, id, ...values))?.last ?? null;
	};
	const named = until.length === 0 ? null : await last(`id IN ${textsOf(connection)}`, JSON.stringify(until));
	return Number(named ?? (await last(`author = 'contact' AND turn IS NOT NULL`)) ?? 0);
}

export const hasUnanswered = async (connection: StateConnection, { tenant, id }: ConversationRow): Promise<boolean> =>
	(await connection.get(
		`SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ?1 AND conversation = ?2
		AND waits IN (${answers.published}, ${answers.awaited}) AND begins_turn = 1)
		OR EXISTS (SELECT 1 FROM hand_over WHERE tenant = ?1 AND conversation = ?2 AND ${isAsked})`,
		tenant,
		id,
	)) !== undefined;

async function cancelUnlessWaiting(connection: StateConnection, row: ConversationRow): Promise<void> {
	const waits = await connection.get(
		`SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ?1 AND conversation = ?2 AND ${isOpen})
		OR EXISTS (SELECT 1 FROM hand_over WHERE tenant = ?1 AND conversation = ?2 AND ${isAsked})`,
		row.tenant,
		row.id,
	);
	if (waits === undefined && row.mode === 'agent') await cancelWait(connection, row);
}
