import type { ChannelRecords } from '../../core/ports/channels/channel-records';
import type { Applied, Mailbox } from '../../core/ports/channels/mailbox';
import type { MessageEngine } from './message-engine';

interface ReturnedParts {
	mailbox: Pick<Mailbox, 'find'>;
	channels: Pick<ChannelRecords, 'find'>;
	engine: Pick<MessageEngine, 'publishMessage'>;
	/** The engine's default tenant. */
	ownTenant: string;
}

/**
 * Publishes a returned conversation to a process that waits for it now: later, it can be with people again. A process that misses it goes on with the
 * customer's next message.
 */
export async function publishReturned(
	{ mailbox, channels, engine, ownTenant }: ReturnedParts,
	tenant: string,
	applied: Applied,
): Promise<void> {
	const isBack = applied.kind === 'returned' || (applied.kind === 'command' && applied.isAllowed && applied.mode === 'agent');
	const conversation = isBack ? await mailbox.find(tenant, applied.conversation) : undefined;
	const message = conversation && (await channels.find(tenant, conversation.channel))?.message;
	if (!conversation || !message) return;
	await engine.publishMessage({
		name: `${message}-returned`,
		correlationKey: conversation.id,
		timeToLiveMs: 0,
		variables: {},
		...(tenant !== ownTenant && { tenantId: tenant }),
	});
}
