/** What a process or workflow has of a conversation: its messages wait until it answers, or says that they need no answer. */
import type { Answered } from '../../../core/ports/channels/outbox';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';
import { answers, isOpen, isUnanswered } from './message-answers';
import { isAsked } from './people/hand-over-rows';
import { cancelWait } from './people/wait-works';

/** A row of `message` with the channel of its conversation as two parameters: no agent answers it. */
const isOfProgram = 'EXISTS (SELECT 1 FROM channel WHERE channel.tenant = ? AND channel.name = ? AND channel.agent IS NULL)';
/** A process or workflow has it, also where that failed. */
const isPublished = `(message.waits = ${answers.published} OR (message.waits = ${answers['given-up']} AND ${isOfProgram}))`;
/** The same, or it is having it: a process can be done before its turn is. */
const isBeingPublished = `(${isPublished} OR (message.waits = ${answers.waiting} AND message.turn = ? AND ? = 1))`;

/** Notes which messages something in the outbox answers. Those of a turn that goes on are answered at its end, as it may be repeated. */
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
			...[last, tenant, JSON.stringify(sends)],
		);
	await connection.run(
		`UPDATE message SET waits = ${answers.program} WHERE tenant = ? AND conversation = ? AND ${isPublished} AND number <= ?`,
		...[tenant, id, tenant, channel, last],
	);
	await cancelUnlessWaiting(connection, row);
}

/** Notes that messages need no answer. @returns how many */
export async function leavePublished(connection: StateConnection, row: ConversationRow, about: Answered): Promise<number> {
	const { tenant, id, channel, turn, turnEffects } = row;
	const left = await connection.run(
		`UPDATE message SET waits = ${answers.left} WHERE tenant = ? AND conversation = ? AND ${isBeingPublished} AND number <= ?`,
		...[tenant, id, tenant, channel, turn ?? '', turnEffects, await findLast(connection, row, about)],
	);
	if (left > 0) await cancelUnlessWaiting(connection, row);
	return left;
}

/** Gives the messages that a process or workflow has to it again, in a turn: people, to whom it gave them, have answered none of them. */
export const publishAgain = async (connection: StateConnection, { tenant, id }: ConversationRow): Promise<void> =>
	void (await connection.run(
		`UPDATE message SET waits = ${answers.waiting}, turn = NULL WHERE tenant = ? AND conversation = ? AND waits = ${answers.published} AND ${isUnanswered}`,
		...[tenant, id],
	));

/** Returns the number of the last message that is meant; 0: none. Unknown ids, such as of a provider without ids, bound nothing. */
export async function findLast(connection: StateConnection, { tenant, id }: ConversationRow, { until = [] }: Answered): Promise<number> {
	const last = async (condition: string, ...values: string[]) => {
		const of = `SELECT max(number) AS last FROM message WHERE tenant = ? AND conversation = ? AND ${condition}`;
		return (await connection.get<{ last: number | null }>(of, tenant, id, ...values))?.last ?? null;
	};
	const named = until.length === 0 ? null : await last(`id IN ${textsOf(connection)}`, JSON.stringify(until));
	return Number(named ?? (await last(`author = 'contact' AND turn IS NOT NULL`)) ?? 0);
}

/** Whether somebody was asked and did not answer: a process, a workflow, or a person, who decides or was to take over. */
export const hasUnanswered = async (connection: StateConnection, { tenant, id }: ConversationRow): Promise<boolean> =>
	(await connection.get(
		`SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ?1 AND conversation = ?2
		AND waits IN (${answers.published}, ${answers.awaited}) AND begins_turn = 1)
		OR EXISTS (SELECT 1 FROM hand_over WHERE tenant = ?1 AND conversation = ?2 AND ${isAsked})`,
		...[tenant, id],
	)) !== undefined;

async function cancelUnlessWaiting(connection: StateConnection, row: ConversationRow): Promise<void> {
	const waits = await connection.get(
		`SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM message WHERE tenant = ?1 AND conversation = ?2 AND ${isOpen})
		OR EXISTS (SELECT 1 FROM hand_over WHERE tenant = ?1 AND conversation = ?2 AND ${isAsked})`,
		...[row.tenant, row.id],
	);
	if (waits === undefined && row.mode === 'agent') await cancelWait(connection, row);
}
