import { dropWaiting } from '../burst-rows';
import type { ConversationRow } from '../conversation-rows';
import type { EventWork } from '../event-work';
import { changeMode } from './mode-rows';

/** A newer message may be unseen by the person who resolved the conversation. */
const unseenMs = 60_000;

/** Handles the desk's resolution. @returns true if the agent answers again */
export async function comeBack({ connection, rules, now, arrivedAt }: EventWork, row: ConversationRow): Promise<boolean> {
	if (row.mode !== 'person') return false;
	// A person who wrote chose what to answer; otherwise everything waits for the agent.
	if (row.modeBy?.startsWith('writer:')) await dropWaiting(connection, row, arrivedAt - unseenMs);
	if (rules.agentReturns !== 'resolved') return false;
	await changeMode(connection, row, { mode: 'agent', until: null, by: 'desk', reason: 'the desk resolved the conversation' }, now);
	return true;
}
