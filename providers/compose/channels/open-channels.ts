import { createSilentFollowUps } from '../../../core/channels/switches/silent-follow-ups';
import { createSilentOutbox } from '../../../core/channels/switches/silent-outbox';
import type { ChannelParts } from '../../../core/channels/channel-parts';
import { isLongAway } from '../../../core/ports/channels/mailbox';
import type { Mailbox, TurnEnd } from '../../../core/ports/channels/mailbox';
import { type Clock, systemClock } from '../../../core/ports/host';
import type { HashName } from '../../state/channels/contacts/opted-out-rows';
import type { CredentialHost } from '../credentials/credentials';
import { composeEvents } from '../events/events';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { composeWakeUps } from '../state/host-wake-ups';
import { composeMark, nameMark } from '../state/host-mark';
import { readTenantLanguage } from '../state/host-tenants';
import { findStatePlace } from '../state/state-place';
import { createChannelDirectory } from './channel-directory';
import { openKeySeal } from './open-key-seal';
import type { HandOvers } from '../../../core/ports/channels/hand-overs';
import type { Events, NewEvent } from '../../../core/ports/events/events';
import { auditKeysIfAny, auditKeysOf } from '../state/host-audit';

/** Publishes each hand-over once, whoever asks for it. */
function tellHandOvers(handOvers: HandOvers, events: Events): HandOvers {
	return {
		...handOvers,
		async begin(tenant, conversation, request) {
			const done = await handOvers.begin(tenant, conversation, request);
			if (done.kind === 'unknown-conversation') return done;
			// A killed process may not have published it: the key makes it one event.
			const { id, channel } = done.handOver;
			const data = { channel, conversation, by: toKind(request.by) };
			await events.publish(tenant, { type: 'conversation.handed-over', data, key: `hand-over ${id}` });
			return done;
		},
	};
}

/** Drops the name of the person: `user` for `user:ana`. */
const toKind = (actor: string): string => actor.split(':', 1)[0]!;

/** A missing vault key fails only when somebody opts out. */
async function openNames(host: ChannelHost): Promise<HashName> {
	try {
		const keys = await openVaultKeys(host, host.stateFolder);
		return (tenant, name) => keys.pseudonym('subject', tenant, name);
	} catch (fault) {
		return () => {
			throw fault;
		};
	}
}

export type ChannelHost = CredentialHost & { clock?: Clock };

export type OpenChannels = ChannelParts & { close(): Promise<void> };

const opened = new OpenedOnce<OpenChannels>();

/** Opens `state.db` in the state folder, or the shared database. */
export function openChannels(host: ChannelHost): Promise<OpenChannels> {
	const place = findStatePlace(host)!;
	return opened.get(place + nameMark(host), async () => {
		const { openChannelStores } = await import('../../state/channels/open-channel-stores');
		const wakeUps = await composeWakeUps(host);
		const stores = openChannelStores(place, {
			clock: host.clock ?? systemClock,
			wakeUps,
			openNames: () => openNames(host),
			openKeySeal: () => openKeySeal(host),
			openAudit: auditKeysOf(host),
		});
		const handOvers = tellHandOvers(stores.handOvers, composeEvents(host));
		const { openSwitchStore } = await import('../../state/switches/switch-store');
		const switches = openSwitchStore(findStatePlace(host)!, host.clock, composeMark(host), auditKeysIfAny(host));
		const mailbox = tellFailedTurns(stores.mailbox, host);
		const outbox = createSilentOutbox(stores.outbox, mailbox, switches);
		const followUps = createSilentFollowUps(stores.followUps, stores.mailbox, switches);
		const close = async () => void (await Promise.all([stores.close(), switches.close()]));
		const directory = createChannelDirectory(stores.channels, host);
		const readLanguage = (tenant: string) => readTenantLanguage({ ...host, tenant });
		return { ...stores, mailbox, handOvers, outbox, followUps, switches, directory, readLanguage, close };
	});
}

/** Publishes turns that cannot be answered, once for each state of a turn, on any host. */
function tellFailedTurns(mailbox: Mailbox, host: VaultHost & { stateFolder: string }): Mailbox {
	const describe = async (tenant: string, conversation: string, reason: string) => {
		const found = await mailbox.find(tenant, conversation);
		if (found === undefined) return undefined;
		const { channel, contact } = found;
		const keys = await openVaultKeys(host, host.stateFolder).catch(() => undefined);
		const data = { channel, conversation, contact, reason, ...(keys && { person: keys.pseudonym('subject', tenant, contact) }) };
		return (turn: string, state: 'waits' | 'given-up'): NewEvent => ({
			type: 'channel.turn.failed',
			data: { ...data, turn, state },
			key: `turn ${turn} ${state}`,
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
