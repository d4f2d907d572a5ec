import { bySwitch } from '../../../../core/conversations/switches/find-channel-switch';
import type { ModeChange } from '../../../../core/ports/channels/mailbox';
import type { StateConnection } from '../../../database/state-database';
import { addEvent } from '../../events/event-rows';
import { endTurnOf, scheduleTurn } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import { logContact } from '../contacts/contact-log';
import { type ConversationRow, updateConversation } from '../conversation-rows';
import { isAtDesk } from './desk-links';
import { noteReturned } from './hand-over-rows';
import { publishAgain } from '../program-answers';
import { withdrawSends } from '../send-rows';
import { planWait } from './wait-works';

/**
 * Changes and logs who answers. Silencing the agent withdraws its unsent messages and ends its turn; on return it answers open messages, and a
 * process gets them once more. @returns the number of withdrawn messages
 */
export async function changeMode(
	connection: StateConnection,
	row: ConversationRow,
	{ mode, until, by, reason }: ModeChange,
	now: number,
): Promise<number> {
	const details = { channel: row.channel, conversation: row.id, from: row.mode, to: mode, until, ...(reason !== undefined && { reason }) };
	await logContact(connection, { tenant: row.tenant, contact: row.contact, kind: 'mode', actor: by, details }, now);
	const before = { ...row };
	const isBack = mode === 'agent' && row.mode !== 'agent' && !isSilent(row);
	await updateConversation(connection, row, { mode, modeUntil: until, modeBy: by });
	if (mode === 'agent') {
		if (before.mode === 'person' && !before.modeBy?.startsWith('writer:')) await publishAgain(connection, row);
		await noteReturned(connection, row, by !== 'agent' && !isSilent(before));
		const data = { channel: row.channel, conversation: row.id, by: toCause(by) };
		// Changes also apply to the desk's conversation.
		if (isBack && !(await isAtDesk(connection, row))) await addEvent(connection, row.tenant, { type: 'conversation.returned', data }, now);
		// A person has checked the agent: the breaker restarts.
		await updateConversation(connection, row, { changes: 0, changesSince: null });
		if (await scheduleTurn(connection, row)) await planWait(connection, row, now + (await readChannelRules(connection, row)).agentWaitMs);
		return 0;
	}
	await endTurnOf(connection, row, false);
	await updateConversation(connection, row, { attempts: 0, awayMs: 0, restarts: 0 });
	await scheduleTurn(connection, row);
	return withdrawSends(connection, row, mode === 'person' ? 'a person took over' : 'the agent was switched off');
}

const toCause = (by: string): string => ({ desk: 'desk', agent: 'time' })[by] ?? 'command';

const isSilent = ({ mode, modeBy }: ConversationRow): boolean => mode === 'off' && modeBy?.startsWith(bySwitch('')) === true;

/** By a command or the breaker, which only a command ends. Where a switch silences the agent, a person goes on when it is on again. */
export const isSwitchedOff = (row: ConversationRow): boolean => row.mode === 'off' && !isSilent(row);

export async function endPause(connection: StateConnection, row: ConversationRow, now: number): Promise<void> {
	if (row.mode === 'agent' || row.modeUntil === null || row.modeUntil > now) return;
	await changeMode(connection, row, { mode: 'agent', until: null, by: 'agent', reason: 'the pause is over' }, now);
}
