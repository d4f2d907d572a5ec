import type { ConversationEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { type ConversationRow, updateConversation } from './conversation-rows';
import { findLinked } from './people/desk-links';
import { openConversation } from './open-conversation';
import { changeMode } from './people/mode-rows';
import { matchOwnWrites } from './own-writes';
import type { EventWork } from './event-work';

const minuteMs = 60_000;

/** The conversation was changed at the provider: by ourselves, which is noted once, or by others. */
export async function applyChange(work: EventWork, event: ConversationEvent): Promise<Applied> {
	const { connection, rules, now, arrivedAt } = work;
	const row = await openConversation(connection, work.from, event, now);
	const foreign = await matchOwnWrites(connection, row, event, arrivedAt);
	if (event.changes.labels) await setLabels(work, row, event, event.changes.labels);
	if (foreign.length === 0) return { kind: 'echo', conversation: row.id };
	const isSameMinute = row.changesSince !== null && arrivedAt - row.changesSince < minuteMs;
	const changes = isSameMinute ? row.changes + 1 : 1;
	await updateConversation(connection, row, { changes, ...(!isSameMinute && { changesSince: arrivedAt }) });
	if (changes <= rules.maxChangesPerMinute || row.modeBy === 'breaker') return { kind: 'changed', conversation: row.id };
	const reason = `${changes} changes by others within a minute`;
	await changeMode(connection, row, { mode: 'off', until: null, by: 'breaker', reason }, now);
	return { kind: 'breaker', conversation: row.id };
}

/** Labels of a desk's conversation are those of the customer's conversation that it is about, too. */
async function setLabels({ connection }: EventWork, row: ConversationRow, { contact }: ConversationEvent, labels: string[]): Promise<void> {
	const linked = await findLinked(connection, row, contact);
	for (const each of [row, ...(linked ? [linked] : [])]) await updateConversation(connection, each, { labels: JSON.stringify(labels) });
}
