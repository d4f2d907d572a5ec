import type { Mutes } from '../../ports/channels/mutes';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Outbox } from '../../ports/channels/outbox';
import { isMuted } from './is-muted';

/** An outbox that takes nothing of agents and processes that are muted. What a person sends goes out. */
export function createMutedOutbox(outbox: Outbox, mailbox: Pick<Mailbox, 'find'>, mutes: Mutes): Outbox {
	return {
		...outbox,
		async enqueue(tenant, conversation, sends, options) {
			const isForced = options?.evenIfSilent === true;
			if (!isForced && (await isMuted({ mutes, mailbox }, tenant, conversation))) return { kind: 'silent', mode: 'off' };
			return outbox.enqueue(tenant, conversation, sends, options);
		},
	};
}
