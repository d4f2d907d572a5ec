import type { AgentSilencer, SwitchedConversation } from '../../../../core/ports/channels/agent-silencer';
import { bySwitch } from '../../../../core/conversations/switches/find-channel-switch';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { type ConversationRow, selectConversations, toConversation } from '../conversation-rows';
import { tellWork } from '../../work/work-watch';
import { hasTurn, turnWork } from '../turn-works';
import { changeMode } from './mode-rows';
import { awaitAgain, leaveToPeople } from './silent-messages';

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
					...[tenant, last, ...values],
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
