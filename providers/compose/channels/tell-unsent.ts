import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { UnsentMessage } from '../../../core/ports/channels/outbox';
import type { Events } from '../../../core/ports/events/events';

type Told = Pick<ChannelParts, 'outbox' | 'mailbox'>;

/** Publishes each message that did not reach its customer: when its sending ends, and when the provider says later that it failed. */
export function tellUnsent({ outbox, mailbox }: Told, events: Events): Told {
	const tell = (unsent: UnsentMessage) => events.publish(unsent.tenant, toEvent(unsent));
	return {
		outbox: {
			...outbox,
			async note(work, outcome, timing) {
				const unsent = await outbox.note(work, outcome, timing);
				if (unsent) await tell(unsent);
				return unsent;
			},
		},
		mailbox: {
			...mailbox,
			async apply(event, from, rules) {
				const applied = await mailbox.apply(event, from, rules);
				if (applied.kind === 'status' && applied.unsent) await tell(applied.unsent);
				return applied;
			},
		},
	};
}

/** Sent again, a message can fail again: that is another event. */
const toEvent = ({ id, channel, conversation, run, state, code, reason, at }: UnsentMessage) => ({
	...{ type: 'channel.message.failed' as const, key: `message ${id} ${at}` },
	data: { channel, conversation, message: id, state, reason, ...(code !== null && { code }), ...(run !== null && { runId: run }) },
});
