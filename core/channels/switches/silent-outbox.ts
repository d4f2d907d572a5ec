import type { Mailbox } from '../../ports/channels/mailbox';
import type { Outbox } from '../../ports/channels/outbox';
import type { Switches } from '../../ports/switches';
import { isSilent } from './is-silent';

/** An outbox that takes nothing of agents and processes that a switch silences; what a process answers is left to people. What a person sends goes out. */
export function createSilentOutbox(
	outbox: Outbox,
	mailbox: Pick<Mailbox, 'find' | 'giveUpPublished'>,
	switches: Pick<Switches, 'list'>,
): Outbox {
	return {
		...outbox,
		async enqueue(tenant, conversation, sends, options) {
			const isForced = options?.evenIfSilent === true;
			if (isForced || !(await isSilent({ switches, mailbox }, tenant, conversation)))
				return outbox.enqueue(tenant, conversation, sends, options);
			// The process believes that it has answered, and comes back to it no more.
			const reason = 'The channel or its origin was off when the process answered: nothing was sent.';
			if (options?.answers) await mailbox.giveUpPublished(tenant, conversation, { ...options.answers, reason, isAnswered: true });
			return { kind: 'silent', mode: 'off' };
		},
	};
}
