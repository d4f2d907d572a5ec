import type { ChannelEvent, Applied, Mailbox, NewEvent, Turn } from '../../../core/ports';
import { composeEvents } from '../../../providers/compose/events/events';
import type { VaultHost } from '../../../providers/compose/host';

interface AppliedAt {
	tenant: string;
	channel: string;
}

/** Publishes what happened to conversations and channels, without a word of what was said. */
export function tellApplied(host: VaultHost) {
	const events = composeEvents(host);
	return async (event: ChannelEvent, applied: Applied, { tenant, channel }: AppliedAt): Promise<void> => {
		const published = toEvent(event, applied, channel);
		if (published) await events.publish(tenant, { ...published, key: `channel ${channel} ${event.key}` });
	};
}

function toEvent(event: ChannelEvent, applied: Applied, channel: string): NewEvent | undefined {
	if (event.kind === 'connection' && event.state === 'disconnected') return { type: 'channel.disconnected', data: { channel } };
	if (applied.kind === 'breaker') return { type: 'channel.breaker-opened', data: { channel, conversation: applied.conversation } };
	if (applied.kind === 'take-over') return { type: 'conversation.taken-over', data: { channel, conversation: applied.conversation } };
	return undefined;
}

type Answer = (turn: Turn, holder: string, signal: AbortSignal) => Promise<void>;

/** Publishes that an agent handed a conversation over, once for its turn. */
export function tellHandOvers(host: VaultHost, mailbox: Pick<Mailbox, 'find'>, answer: Answer): Answer {
	const events = composeEvents(host);
	return async (turn, holder, signal) => {
		await answer(turn, holder, signal);
		const { tenant, id, channel } = turn.conversation;
		const conversation = await mailbox.find(tenant, id);
		if (conversation?.mode !== 'person' || conversation.modeBy !== 'agent') return;
		const data = { channel, conversation: id, by: 'agent' };
		await events.publish(tenant, { type: 'conversation.handed-over', data, key: `hand-over ${turn.id}` });
	};
}
