import type { Turn } from '../ports/channels/mailbox';
import type { Outbox, SendState } from '../ports/channels/outbox';

export interface OnceParts {
	outbox: Pick<Outbox, 'enqueue' | 'find'>;
}

/** Reached nobody, such as after a person took over. The agent must not build on it. */
const isLost = (state?: SendState): boolean => state !== undefined && ['withdrawn', 'refused', 'failed'].includes(state);

/** Sends a text of the channel once for each key. @returns the text if it was sent in this turn */
export async function sendOnce({ outbox }: OnceParts, turn: Turn, key: string, text: string): Promise<string | undefined> {
	const { tenant, id } = turn.conversation;
	const sent = await outbox.enqueue(tenant, id, [{ key, content: { kind: 'text', text } }]);
	if (sent.kind !== 'queued') return undefined;
	const stored = await outbox.find(tenant, sent.ids[0]!);
	const isOld = (stored?.createdAt ?? 0) < turn.messages[0]!.arrivedAt;
	return isOld || isLost(stored?.state) ? undefined : text;
}
