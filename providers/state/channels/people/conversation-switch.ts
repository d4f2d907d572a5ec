import type { ConversationSwitch, SwitchedConversation } from '../../../../core/ports/channels/mutes';
import { byMute } from '../../../../core/conversations/mutes/find-mute';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { type ConversationRow, selectConversations, toConversation } from '../conversation-rows';
import { tellWork } from '../../work/work-watch';
import { hasTurn, turnWork } from '../turn-works';
import { changeMode } from './mode-rows';
import { awaitAgain, leaveToPeople } from './muted-messages';

/** Conversations that one transaction changes, so that others do not wait long. */
const atOnce = 100;
/** Those without anything to do are switched off when something happens in them. */
const isBusy = `mode = 'agent' AND (turn IS NOT NULL OR ${hasTurn} OR EXISTS (SELECT 1 FROM outgoing WHERE
	outgoing.tenant = conversation.tenant AND outgoing.conversation = conversation.id AND outgoing.waits = 1))`;

export function createConversationSwitch({ change, wakeUps }: ChannelDatabase): ConversationSwitch {
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
		async silence(tenant, isMeant, mute) {
			const off = { mode: 'off' as const, until: null, by: byMute(mute), reason: `${mute} is muted` };
			const { conversations, count } = await changeAll(tenant, isBusy, [], async (connection, row, now) =>
				isMeant(toSwitched(row)) ? changeMode(connection, row, off, now) : undefined,
			);
			return { conversations, withdrawn: count };
		},
		async restore(tenant, mute, chooseMode, muted) {
			const mine = `mode = 'off' AND mode_by = ?`;
			const { conversations, count } = await changeAll(tenant, mine, [byMute(mute)], async (connection, row, now) => {
				await awaitAgain(connection, row, muted?.from ?? now);
				const left = muted === undefined ? 0 : await leaveToPeople(connection, row, { ...muted, mute }, now);
				await changeMode(connection, row, { ...chooseMode(toSwitched(row)), until: null, reason: `${mute} is not muted any more` }, now);
				return left;
			});
			return { conversations, dropped: count };
		},
	};
}

/** @returns what it counts; undefined if it left the conversation as it was */
type Work = (connection: StateConnection, row: ConversationRow, now: number) => Promise<number | undefined>;

const toSwitched = (row: ConversationRow): SwitchedConversation => toConversation(row);
