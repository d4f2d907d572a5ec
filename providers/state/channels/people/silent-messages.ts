/** What becomes of the messages of customers whose agent a switch silenced. */
import type { SilentTime } from '../../../../core/ports/channels/agent-silencer';
import type { StateConnection } from '../../../database/state-database';
import { logContact } from '../contacts/contact-log';
import type { ConversationRow } from '../conversation-rows';
import { answers } from '../message-answers';
import { newId } from '../new-id';
import { planWait } from './wait-works';

/** Gives up the messages that arrived while the agent was silent: the customer waits for a person. @returns how many messages */
export async function leaveToPeople(
	connection: StateConnection,
	row: ConversationRow,
	{ from, until, target }: SilentTime & { target: string },
	now: number,
): Promise<number> {
	const { tenant, id, channel, contact } = row;
	const turn = newId(now);
	const left = await connection.run(
		`UPDATE message SET waits = ${answers['given-up']}, turn = ? WHERE tenant = ? AND conversation = ? AND waits = ${answers.waiting}
		AND begins_turn = 1 AND arrived_at >= ? AND arrived_at < ?`,
		...[turn, tenant, id, from, until],
	);
	if (left === 0) return 0;
	const details = { channel, conversation: id, turn, reason: `${target} was off when it arrived` };
	await logContact(connection, { tenant, contact, kind: 'turn-dead', actor: 'agent', details }, now);
	await planWait(connection, row, now);
	return left;
}

/** Lets the messages wait again that the agent, or a process, had answered before, if the switch withdrew the answer. */
export const awaitAgain = async (connection: StateConnection, { tenant, id }: ConversationRow, before: number): Promise<void> =>
	void (await connection.run(
		`UPDATE message SET waits = ${answers.waiting}, turn = NULL WHERE tenant = ? AND conversation = ? AND waits IN (${answers.agent}, ${answers.program}) AND begins_turn = 1
		AND arrived_at < ? AND EXISTS (SELECT 1 FROM outgoing WHERE outgoing.tenant = message.tenant AND outgoing.conversation = message.conversation
			AND outgoing.state = 'withdrawn' AND outgoing.created_at >= message.arrived_at AND outgoing.answers >= message.number)
		AND NOT EXISTS (SELECT 1 FROM message AS own WHERE own.tenant = message.tenant AND own.conversation = message.conversation
			AND own.number > message.number AND own.author <> 'contact')`,
		...[tenant, id, before],
	));
