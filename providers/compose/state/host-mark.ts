import { isTroupeError } from '../../../core/base/errors';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { Mark } from '../../../core/base/sealed-rows';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

/** How long a machine without the key goes on without it before it looks again. */
const lookAgainMs = 30_000;

/**
 * Composes what seals the records of a host: a hash with a key derived from the vault's. A machine without the key still writes them; a check then
 * says that these were not sealed by the installation. It looks for the key again, but never while records are written: the vault can be in the same
 * database, and would wait for a connection that all writers hold. Nothing is sealed without a state folder.
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

/** Names the key of `composeMark`, for what is opened once for each. */
export const nameMark = ({ stateFolder, vaultKey }: VaultHost): string => JSON.stringify([stateFolder, vaultKey]);
