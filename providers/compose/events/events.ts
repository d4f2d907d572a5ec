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

export function openEvents({ stateFolder = troupeHome(), ...rest }: VaultHost): Promise<EventStore> {
	const host = { stateFolder, ...rest };
	const place = findStatePlace(host)!;
	return opened.get(JSON.stringify([place, stateFolder, host.vaultKey]), async () => {
		const [{ openEventStore }, wakeUps] = await Promise.all([import('../../state/events/open-event-store'), composeWakeUps(host)]);
		return openEventStore(place, { clock: host.clock, wakeUps, seal: composeSeal(host) });
	});
}

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

export const composeOwnEvents = (host: VaultHost) => {
	const events = composeEvents(host);
	return (...published: NewEvent[]) => events.publish(host.tenant ?? defaultTenant, ...published);
};

/** The key is derived from the vault key. */
function composeSeal(host: VaultHost & { stateFolder: string }): SecretSeal {
	const openKeys = () => openVaultKeys(host, host.stateFolder);
	return {
		seal: async (secret, bound) => Buffer.from(await (await openKeys()).wrap(Buffer.from(secret), bound)).toString('base64'),
		unseal: async (sealed, bound) => Buffer.from(await (await openKeys()).unwrap(Buffer.from(sealed, 'base64'), bound)).toString(),
	};
}

/** A failed event does not undo what happened. */
const warn = (fault: unknown): undefined => warnOnce('EVENT_LOST', 'An event was not stored:', fault);

function publishTo(store: Pick<EventStore, 'append'>, onFault: (fault: unknown) => void): Events {
	return {
		async publish(tenant, ...events) {
			if (events.length === 0) return;
			await store.append(tenant, events).catch(onFault);
		},
	};
}
