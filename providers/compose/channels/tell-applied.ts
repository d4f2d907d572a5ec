import type { ChannelEvent } from '../../core/ports/channels/channel-events';
import type { Applied } from '../../core/ports/channels/mailbox';
import type { NewEvent } from '../../core/ports/events/events';
import { composeEvents } from '../../providers/compose/events/events';
import type { VaultHost } from '../../providers/compose/hosts/state-host';

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
	const returned = (by: string, conversation: string) => ({ type: 'conversation.returned' as const, data: { channel, conversation, by } });
	if (event.kind === 'connection' && event.state === 'disconnected') return { type: 'channel.disconnected', data: { channel } };
	if (applied.kind === 'connection' && applied.isBack) return { type: 'channel.connected', data: { channel } };
	if (applied.kind === 'breaker') return { type: 'channel.breaker-opened', data: { channel, conversation: applied.conversation } };
	if (applied.kind === 'returned') return returned('desk', applied.conversation);
	if (applied.kind === 'command' && applied.isAllowed && applied.mode === 'agent') return returned('command', applied.conversation);
	if (applied.kind === 'take-over') return { type: 'conversation.taken-over', data: { channel, conversation: applied.conversation } };
	return undefined;
}
