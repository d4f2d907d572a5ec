import type { Mutes } from '../../ports/channels/mutes';
import type { Mailbox } from '../../ports/channels/mailbox';
import type { Outbox } from '../../ports/channels/outbox';
import { isMuted } from './is-muted';

/** An outbox that takes nothing of agents and processes that are muted; what a process answers is left to people. What a person sends goes out. */
export function createMutedOutbox(outbox: Outbox, mailbox: Pick<Mailbox, 'find' | 'giveUpPublished'>, mutes: Mutes): Outbox {
	return {
		...outbox,
		async enqueue(tenant, conversation, sends, options) {
			const isForced = options?.evenIfSilent === true;
			if (isForced || !(await isMuted({ mutes, mailbox }, tenant, conversation)))
				return outbox.enqueue(tenant, conversation, sends, options);
			// The process believes that it has answered, and comes back to it no more.
			const reason = 'The channel or its origin was muted when the process answered: nothing was sent.';
			if (options?.answers) await mailbox.giveUpPublished(tenant, conversation, { ...options.answers, reason, isAnswered: true });
			return { kind: 'silent', mode: 'off' };
		},
	};
}
