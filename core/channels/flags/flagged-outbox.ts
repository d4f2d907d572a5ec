import type { ChannelFlags } from '../../ports/channels/flags';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Outbox } from '../../ports/channels/outbox';
import { findOffFlag } from '../../conversations/flags/find-off-flag';

/** An outbox that takes nothing of agents and processes that are switched off. What a person sends goes out. */
export function createFlaggedOutbox(outbox: Outbox, mailbox: Pick<Mailbox, 'find'>, flags: ChannelFlags): Outbox {
	return {
		...outbox,
		async enqueue(tenant, conversation, sends, options) {
			const isForced = options?.evenIfSilent === true;
			const off = isForced ? [] : (await flags.list(tenant)).filter(({ isOn }) => !isOn);
			const meant = off.length === 0 ? undefined : await mailbox.find(tenant, conversation);
			if (meant && findOffFlag(off, meant) !== undefined) return { kind: 'silent', mode: 'off' };
			return outbox.enqueue(tenant, conversation, sends, options);
		},
	};
}
