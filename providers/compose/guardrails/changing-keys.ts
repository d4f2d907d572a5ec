/** Keys of a host whose master key can be replaced while processes run. */
import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import type { KeyRing } from '../../../core/guardrails/vault/key-ring';
import { composeHashes, readFingerprint, type VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { Clock } from '../../../core/ports/host';
import type { MasterKeys } from '../../state/vault/master-keys';
import { findVaultKeys, stampVaultKeys } from '../../state/vault/vault-key';
import type { HostVaultStore } from '../../state/vault/vault-store';
import { type KeyPlace, readHostKeys, useKeyOf, withOtherKey } from './host-keys';

/** Interval for asking the state which key seals; a changed file is seen at once. */
export const lookMs = 2_000;

export interface HostKeys extends VaultKeys {
	readonly ring: KeyRing;
	/** Asks the state which key seals, unless it just did. Does not wait: callers can be within a transaction of the same state. */
	lookSoon(): void;
	look(): Promise<void>;
	close(): Promise<void>;
}

export interface HostKeyParts {
	store: HostVaultStore;
	masterKeys: MasterKeys;
	place: KeyPlace;
	clock: Clock;
}

/** @throws TroupeError VAULT_UNREADABLE, STORAGE_… */
export async function openHostKeys({ store, masterKeys, place, clock }: HostKeyParts): Promise<HostKeys> {
	const { stateFolder, configured } = place;
	const stampNow = () => (configured ? undefined : stampVaultKeys(stateFolder));
	let stamp = stampNow();
	const ring = await readHostKeys(store, masterKeys, place, clock.now());
	stamp ??= stampNow();
	const claimed = readFingerprint(ring.secrets);
	let refusal: TroupeError | undefined;
	let lookedAt = performance.now();
	let looking: Promise<void> | undefined;
	let isClosed = false;

	const readFile = async () => {
		const now = stampNow();
		if (now === undefined || now === stamp) return;
		const found = await findVaultKeys(stateFolder);
		if (found === undefined) return;
		stamp = now;
		ring.add(found);
		refusal = undefined;
	};
	const readState = async () => {
		await readFile();
		const rows = await masterKeys.list();
		refusal = useKeyOf(ring, rows, claimed) ? undefined : withOtherKey(place, ring, rows);
		watch();
	};
	/** Looks run one after the other: the last one sees the current state. */
	const look = () => {
		lookedAt = performance.now();
		const after = (looking ?? Promise.resolve()).then(readState, readState);
		looking = after;
		return after;
	};
	const lookSoon = () => {
		if (isClosed || performance.now() - lookedAt < lookMs) return;
		// An unreachable state is asked again at the next use.
		look().catch((error: unknown) => {
			if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') refusal = error;
		});
	};
	let watching: NodeJS.Timeout | undefined;
	const watch = () => {
		if (ring.isSettled || isClosed) {
			clearInterval(watching);
			watching = undefined;
		} else watching ??= setInterval(lookSoon, lookMs).unref();
	};
	watch();
	const ready = async () => {
		await readFile();
		if (refusal) throw refusal;
	};
	return {
		ring,
		fingerprint: claimed,
		...composeHashes(() => ring.secrets),
		async wrap(plain, bound) {
			await ready();
			return ring.wrap(plain, bound);
		},
		async unwrap(wrapped, bound) {
			if (refusal || !ring.has(wrapped)) await ready();
			return ring.unwrap(wrapped, bound);
		},
		lookSoon,
		look,
		async close() {
			isClosed = true;
			clearInterval(watching);
			await looking?.catch(() => undefined);
		},
	};
}
