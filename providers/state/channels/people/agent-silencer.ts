import type { AgentSilencer, SilentTime, SwitchedConversation } from '../../../../core/ports/channels/agent-silencer';
import { bySwitch } from '../../../../core/conversations/switches/find-channel-switch';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { logContact } from '../contacts/contact-log';
import { type ConversationRow, selectConversations, toConversation } from '../conversation-rows';
import { tellWork } from '../../work/work-watch';
import { answers } from '../message-answers';
import { newId } from '../new-id';
import { hasTurn, turnWork } from '../turn-works';
import { changeMode } from './mode-rows';
import { planWait } from './wait-works';

/* What becomes of the messages of customers whose agent a switch silenced. */

/** Gives up the messages that arrived while the agent was silent: the customer waits for a person. @returns how many messages */
async function leaveToPeople(
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
		turn,
		tenant,
		id,
		from,
		until,
	);
	if (left === 0) return 0;
	const details = { channel, conversation: id, turn, reason: `${target} was off when it arrived` };
	await logContact(connection, { tenant, contact, kind: 'turn-dead', actor: 'agent', details }, now);
	await planWait(connection, row, now);
	return left;
}

/** Lets the messages wait again that the agent, or a process, had answered before, if the switch withdrew the answer. */
const awaitAgain = async (connection: StateConnection, { tenant, id }: ConversationRow, before: number): Promise<void> =>
	void (await connection.run(
		`UPDATE message SET waits = ${answers.waiting}, turn = NULL WHERE tenant = ? AND conversation = ? AND waits IN (${answers.agent}, ${answers.program}) AND begins_turn = 1
		AND arrived_at < ? AND EXISTS (SELECT 1 FROM outgoing WHERE outgoing.tenant = message.tenant AND outgoing.conversation = message.conversation
			AND outgoing.state = 'withdrawn' AND outgoing.created_at >= message.arrived_at AND outgoing.answers >= message.number)
		AND NOT EXISTS (SELECT 1 FROM message AS own WHERE own.tenant = message.tenant AND own.conversation = message.conversation
			AND own.number > message.number AND own.author <> 'contact')`,
		tenant,
		id,
		before,
	));

/** Conversations that one transaction changes, so that others do not wait long. */
const atOnce = 100;
/** Those without anything to do are switched off when something happens in them. */
const isBusy = `mode = 'agent' AND (turn IS NOT NULL OR ${hasTurn} OR EXISTS (SELECT 1 FROM outgoing WHERE
	outgoing.tenant = conversation.tenant AND outgoing.conversation = conversation.id AND outgoing.waits = 1))`;

export function createAgentSilencer({ change, wakeUps }: ChannelDatabase): AgentSilencer {
	/** @returns the sum of what the work counts */
	async function changeAll(
		tenant: string,
		condition: string,
		values: string[],
		work: Work,
	): Promise<{ conversations: number; count: number }> {
		const sum = { conversations: 0, count: 0 };
		for (let last = ''; ;) {
			const ids = await change(tenant, async (connection, now) => {
				const rows = await selectConversations(
					connection,
					`tenant = ? AND id > ? AND ${condition} ORDER BY id LIMIT ${atOnce}`,
					tenant,
					last,
					...values,
				);
				for (const row of rows) {
					const count = await work(connection, row, now);
					if (count === undefined) continue;
					sum.conversations += 1;
					sum.count += count;
				}
				return rows.map(({ id }) => id);
			});
			if (ids.length < atOnce) break;
			last = ids.at(-1)!;
		}
		tellWork(wakeUps, turnWork);
		return sum;
	}
	return {
		async silence(tenant, isMeant, target) {
			const off = { mode: 'off' as const, until: null, by: bySwitch(target), reason: `${target} is off` };
			const { conversations, count } = await changeAll(tenant, isBusy, [], async (connection, row, now) =>
				isMeant(toSwitched(row)) ? changeMode(connection, row, off, now) : undefined,
			);
			return { conversations, withdrawn: count };
		},
		async restore(tenant, target, chooseMode, silent) {
			const mine = `mode = 'off' AND mode_by = ?`;
			const { conversations, count } = await changeAll(tenant, mine, [bySwitch(target)], async (connection, row, now) => {
				await awaitAgain(connection, row, silent?.from ?? now);
				const left = silent === undefined ? 0 : await leaveToPeople(connection, row, { ...silent, target }, now);
				await changeMode(connection, row, { ...chooseMode(toSwitched(row)), until: null, reason: `${target} is on again` }, now);
				return left;
			});
			return { conversations, dropped: count };
		},
	};
}

/** @returns what it counts; undefined if it left the conversation as it was */
type Work = (connection: StateConnection, row: ConversationRow, now: number) => Promise<number | undefined>;

const toSwitched = (row: ConversationRow): SwitchedConversation => toConversation(row);
