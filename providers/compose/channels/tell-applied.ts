import type { ChannelEvent } from '../../../core/ports/channels/channel-events';
import type { Applied } from '../../../core/ports/channels/mailbox';
import type { NewEvent } from '../../../core/ports/events/events';
import { composeEvents } from '../events/events';
import type { VaultHost } from '../hosts/state-host';

interface AppliedAt {
	tenant: string;
	channel: string;
}

export function tellApplied(host: VaultHost) {
	const events = composeEvents(host);
	return async (event: ChannelEvent, applied: Applied, { tenant, channel }: AppliedAt): Promise<void> => {
		const published = toEvent(event, applied, channel);
		if (published) await events.publish(tenant, { ...published, key: `channel ${channel} ${event.key}` });
	};
}

function toEvent(event: ChannelEvent, applied: Applied, channel: string): NewEvent | undefined {
	if (event.kind === 'connection' && event.state === 'disconnected') return { type: 'channel.disconnected', data: { channel } };
	if (applied.kind === 'connection' && applied.isBack) return { type: 'channel.connected', data: { channel } };
	if (applied.kind === 'breaker') return { type: 'channel.breaker-opened', data: { channel, conversation: applied.conversation } };
	if (applied.kind === 'take-over') return { type: 'conversation.taken-over', data: { channel, conversation: applied.conversation } };
	return undefined;
}
