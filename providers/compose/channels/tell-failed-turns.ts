import { isLongAway, type Mailbox, type TurnEnd } from '../../../core/ports/channels/mailbox';
import type { NewEvent } from '../../../core/ports/events/events';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

/** Publishes turns that cannot be answered, once for each state of a turn, on any host. */
export function tellFailedTurns(mailbox: Mailbox, host: VaultHost & { stateFolder: string }): Mailbox {
	const describe = async (tenant: string, conversation: string, reason: string) => {
		const found = await mailbox.find(tenant, conversation);
		if (found === undefined) return undefined;
		const { channel, contact } = found;
		const keys = await openVaultKeys(host, host.stateFolder).catch(() => undefined);
		const data = { channel, conversation, contact, reason, ...(keys && { person: keys.pseudonym('subject', tenant, contact) }) };
		return (turn: string, state: 'waits' | 'given-up'): NewEvent => ({
			...{ type: 'channel.turn.failed', data: { ...data, turn, state }, key: `turn ${turn} ${state}` },
		});
	};
	return {
		...mailbox,
		async end(turn, holder, end) {
			const { tenant, id } = turn.conversation;
			const state = turn.followUp ? undefined : findState(end);
			const tell = state && 'reason' in end ? await describe(tenant, id, end.reason) : undefined;
			await (tell ? mailbox.end(turn, holder, end, tell(turn.id, state!)) : mailbox.end(turn, holder, end));
		},
		async giveUpPublished(tenant, conversation, about) {
			const tell = await describe(tenant, conversation, about.reason);
			return mailbox.giveUpPublished(tenant, conversation, about, tell && ((turn) => tell(turn, 'given-up')));
		},
	};
}

function findState(end: TurnEnd): 'waits' | 'given-up' | undefined {
	if (end.kind === 'dead') return 'given-up';
	return isLongAway(end) ? 'waits' : undefined;
}
