/** Composes a host's events: where they are stored, and who publishes them. */
import { troupeHome } from '../../../core/base/home';
import { defaultTenant } from '../../../core/base/tenant';
import type { EventStore } from '../../../core/ports/events/event-store';
import type { Events, NewEvent } from '../../../core/ports/events/events';
import type { SecretSeal } from '../../state/events/event-database';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { warnOnce } from '../warn-once';
import { composeWakeUps } from '../state/host-wake-ups';
import { findStatePlace } from '../state/state-place';

const opened = new OpenedOnce<EventStore>();

/** Opens the events of all tenants: `state.db` in the state folder, or the database that all machines share. */
export function openEvents({ stateFolder = troupeHome(), ...rest }: VaultHost): Promise<EventStore> {
	const host = { stateFolder, ...rest };
	const place = findStatePlace(host)!;
	return opened.get(JSON.stringify([place, stateFolder, host.vaultKey]), async () => {
		const [{ openEventStore }, wakeUps] = await Promise.all([import('../../state/events/open-event-store'), composeWakeUps(host)]);
		return openEventStore(place, { clock: host.clock, wakeUps, seal: composeSeal(host) });
	});
}

/** Publishes for a host. Without stored state, there is nobody to tell. */
export function composeEvents(host: VaultHost): Events {
	if (host.stateFolder === undefined) return { publish: () => Promise.resolve() };
	return {
		async publish(tenant, ...events) {
			if (events.length === 0) return;
			const store = await openEvents(host).catch(warn);
			if (store) await publishTo(store, warn).publish(tenant, ...events);
		},
	};
}

/** The same for the tenant of the host. */
export const composeOwnEvents = (host: VaultHost) => {
	const events = composeEvents(host);
	return (...published: NewEvent[]) => events.publish(host.tenant ?? defaultTenant, ...published);
};

/** Secrets are encrypted with a key that is derived from that of the vault. */
function composeSeal(host: VaultHost & { stateFolder: string }): SecretSeal {
	const openKeys = () => openVaultKeys(host, host.stateFolder);
	return {
		seal: async (secret, bound) => Buffer.from(await (await openKeys()).wrap(Buffer.from(secret), bound)).toString('base64'),
		unseal: async (sealed, bound) => Buffer.from(await (await openKeys()).unwrap(Buffer.from(sealed, 'base64'), bound)).toString(),
	};
}

/** What happened is not undone because it could not be told. */
const warn = (fault: unknown): undefined => warnOnce('EVENT_LOST', 'An event was not stored:', fault);

/** Publishes to a store. What fails is told, and fails nothing else. */
function publishTo(store: Pick<EventStore, 'append'>, onFault: (fault: unknown) => void): Events {
	return {
		async publish(tenant, ...events) {
			if (events.length === 0) return;
			await store.append(tenant, events).catch(onFault);
		},
	};
}
