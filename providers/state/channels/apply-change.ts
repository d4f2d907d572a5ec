import type { ConversationEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import { applyBlock } from './contacts/apply-right';
import { readChannelRules } from './channel-rules';
import { updateConversation } from './conversation-rows';
import { findLinked } from './people/desk-links';
import { comeBack } from './people/agent-returns';
import { openConversation } from './open-conversation';
import { changeMode } from './people/mode-rows';
import { matchOwnWrites } from './own-writes';
import type { EventWork } from './event-work';

const minuteMs = 60_000;

/** Applies a change at the provider: our own, which is noted once, or others'. */
export async function applyChange(work: EventWork, event: ConversationEvent): Promise<Applied> {
	const { connection, rules, now, arrivedAt } = work;
	const row = await openConversation(work, event);
	const foreign = await matchOwnWrites(connection, row, event, arrivedAt);
	const linked = await findLinked(connection, row, event.contact);
	// Events of a desk's conversation also apply to the customer's.
	const rows = [row, ...(linked ? [linked] : [])];
	const { labels, status } = event.changes;
	if (labels) for (const each of rows) await updateConversation(connection, each, { labels: JSON.stringify(labels) });
	if (foreign.length === 0) return { kind: 'echo', conversation: row.id };
	const isSameMinute = row.changesSince !== null && arrivedAt - row.changesSince < minuteMs;
	const [changes, changesSince] = isSameMinute ? [row.changes + 1, row.changesSince] : [1, arrivedAt];
	if (foreign.includes('status') && (status === 'blocked' || status === 'open')) await applyBlock(work, row, status === 'blocked');
	let isBack = false;
	if (foreign.includes('status') && status === 'resolved')
		for (const each of rows)
			isBack = await comeBack(each === row ? work : { ...work, rules: await readChannelRules(connection, each) }, each);
	await updateConversation(connection, row, { changes, changesSince });
	if (changes <= rules.maxChangesPerMinute || row.modeBy === 'breaker')
		return isBack ? { kind: 'returned', conversation: rows.at(-1)!.id } : { kind: 'changed', conversation: row.id };
	const reason = `${changes} changes by others within a minute`;
	await changeMode(connection, row, { mode: 'off', until: null, by: 'breaker', reason }, now);
	return { kind: 'breaker', conversation: row.id };
}
