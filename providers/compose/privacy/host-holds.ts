import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { toIso, toZonedMinute } from '../../../core/base/iso-time';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import { type Holds, openHolds, type StoredHold } from '../../state/privacy/holds';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { auditKeysOf } from '../state/host-audit';
import { readTenantPeople } from '../state/host-tenants';
import { sealTexts, type TextSeal } from '../state/seal-texts';
import { findExistingState, findStatePlace } from '../state/state-place';

const opened = new OpenedOnce<Holds>();

export async function openHostHolds(host: VaultHost & { stateFolder: string }): Promise<TextSeal & { store: Holds }> {
	const place = findStatePlace(host)!;
	const store = await opened.get(JSON.stringify([place, host.stateFolder, host.vaultKey]), () =>
		Promise.resolve(openHolds(place, auditKeysOf(host))),
	);
	return { store, ...sealTexts(host, 'legal hold') };
}

export async function listHeldNames(host: VaultHost): Promise<ReadonlySet<string>> {
	const { stateFolder, tenant = defaultTenant } = host;
	if (stateFolder === undefined || findExistingState(host) === undefined) return new Set();
	return (await openHostHolds({ ...host, stateFolder })).store.listNames(tenant);
}

/** @param names keyed hashes and ids of the person and their conversations */
export async function findHold(names: readonly string[], host: VaultHost): Promise<StoredHold | undefined> {
	const { stateFolder, tenant = defaultTenant, clock = systemClock } = host;
	if (stateFolder === undefined || findExistingState(host) === undefined) return undefined;
	return (await openHostHolds({ ...host, stateFolder })).store.findHolding(tenant, names, clock.now());
}

/** @throws TroupeError STATE_CONFLICT, with the hold in its details */
export async function refuseHeld(names: readonly string[], host: VaultHost): Promise<void> {
	const hold = await findHold(names, host);
	if (hold) throw await isHeldBy(hold, host);
}

export const isRefusedByHold = (fault: unknown): boolean => isTroupeError(fault) && fault.details?.hold !== undefined;

export async function isHeldBy({ id, until }: StoredHold, host: VaultHost): Promise<TroupeError> {
	const { timeZone = 'UTC' } = await readTenantPeople(host);
	const end = until === null ? 'somebody ends it' : `${toZonedMinute(until, timeZone)} (${timeZone})`;
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The data is under the legal hold ${id} until ${end}: nothing more is removed.`,
		fix: `Wait for its end, or end it: troupe privacy hold remove ${id}.`,
		details: { hold: id, until: toIso(until) },
	});
}
