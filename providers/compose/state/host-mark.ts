import { isTroupeError } from '../../../core/base/errors';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { Mark } from '../../../core/base/sealed-rows';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

/** Interval for looking for a missing key. */
const lookAgainMs = 30_000;

/**
 * Seals records by a hash with a key derived from the vault's. Without the key, records are written unsealed, as checks report. Never looks for the
 * key during a write: a vault in the same database would wait for a connection that writers hold. Without a state folder, nothing is sealed.
 */
export function composeMark(host: VaultHost): Mark {
	const { stateFolder } = host;
	if (stateFolder === undefined) return async () => '';
	let lookedAt = 0;
	let opened: Promise<VaultKeys | undefined> | undefined;
	const open = () => {
		lookedAt = performance.now();
		return (opened = openVaultKeys(host, stateFolder).catch((error: unknown) => {
			if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') return undefined;
			opened = undefined;
			throw error;
		}));
	};
	return async (text) => {
		let keys = await (opened ?? open());
		if (!keys && text === '' && performance.now() - lookedAt > lookAgainMs) keys = await open();
		return keys?.mark(text) ?? '';
	};
}

export const nameMark = ({ stateFolder, vaultKey }: VaultHost): string => JSON.stringify([stateFolder, vaultKey]);
