import { isLongAway, type Mailbox, type TurnEnd } from '../../../core/ports/channels/mailbox';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

/** Publishes turns that cannot be answered, once for each state of a turn: whoever ends them, and on whichever host. */
export function tellFailedTurns(mailbox: Mailbox, host: VaultHost & { stateFolder: string }): Mailbox {
	return {
		...mailbox,
		async end(turn, holder, end) {
			const { tenant, id } = turn.conversation;
			// Nobody waits for a follow-up.
			const state = turn.followUp ? undefined : findState(end);
			const found = state && (await mailbox.find(tenant, id));
			if (!state || !found || !('reason' in end)) return mailbox.end(turn, holder, end);
			const { channel, contact } = found;
			// Without the key, the id of the contact has to do.
			const keys = await openVaultKeys(host, host.stateFolder).catch(() => undefined);
			const data = {
				...{ channel, conversation: id, contact, turn: turn.id, state, reason: end.reason },
				...(keys && { person: keys.pseudonym('subject', tenant, contact) }),
			};
			await mailbox.end(turn, holder, end, { type: 'channel.turn.failed', data, key: `turn ${turn.id} ${state}` });
		},
	};
}

function findState(end: TurnEnd): 'waits' | 'given-up' | undefined {
	if (end.kind === 'dead') return 'given-up';
	return isLongAway(end) ? 'waits' : undefined;
}
