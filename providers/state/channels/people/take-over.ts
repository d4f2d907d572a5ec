import type { Applied } from '../../../../core/ports/channels/mailbox';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import { answerAll } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import { type ConversationRow, updateConversation } from '../conversation-rows';
import type { EventWork } from '../event-work';
import { waitTexts } from '../passed-texts';
import { lastWordsOnly, unlessByPerson, withdrawSends } from '../send-rows';
import { isTied } from './desk-links';
import { noteAnswered } from './hand-over-rows';
import { changeMode, isSwitchedOff } from './mode-rows';

type TakenOver = Extract<Applied, { kind: 'take-over' }>;

export async function takeOver(
	{ connection, rules, now, arrivedAt }: Pick<EventWork, 'connection' | 'now' | 'arrivedAt'> & { rules: Pick<MailboxRules, 'pauseMs'> },
	row: ConversationRow,
	by: string,
): Promise<TakenOver> {
	await noteAnswered(connection, row);
	await answerAll(connection, row, 'person', arrivedAt);
	// A desk that has it says when it is done, wherever a person writes.
	const { pauseMs } =
		row.mode === 'person' && row.modeUntil === null && (await isTied(connection, row)) ? await readChannelRules(connection, row) : rules;
	const until = pauseMs === null ? null : arrivedAt + pauseMs;
	if (row.mode === 'person') {
		await updateConversation(connection, row, { modeUntil: until, modeBy: by });
		// Last words for the desk announce another writer; others announce a wait.
		const withdrawn = await withdrawSends(
			connection,
			row,
			'a person wrote first',
			`${unlessByPerson} AND (${lastWordsOnly} OR ${waitTexts})`,
		);
		return { kind: 'take-over', conversation: row.id, withdrawn };
	}
	if (isSwitchedOff(row)) return { kind: 'take-over', conversation: row.id, withdrawn: 0 };
	const withdrawn = await changeMode(connection, row, { mode: 'person', until, by, reason: 'a person wrote' }, now);
	return { kind: 'take-over', conversation: row.id, withdrawn };
}
