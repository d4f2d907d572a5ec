import { isTroupeError } from '../../../core/base/errors';
import type { Mark } from '../../state/sealed/sealed-list';
import { openVaultKeys } from '../guardrails/vault';
import type { VaultHost } from '../host';

/**
 * Composes what seals the records of a host: a hash with a key derived from the vault's. A machine without the key still writes them; a check then
 * says that these were not sealed by the installation. Nothing is sealed without a state folder.
 */
export function composeMark(host: VaultHost): Mark {
	const { stateFolder } = host;
	return async (text) => {
		if (stateFolder === undefined) return '';
		const keys = await openVaultKeys(host, stateFolder).catch((error: unknown) => {
			if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') return undefined;
			throw error;
		});
		return keys?.sign(text) ?? '';
	};
}

/** Names the key of `composeMark`, for what is opened once for each. */
export const nameMark = ({ stateFolder, vaultKey }: VaultHost): string => JSON.stringify([stateFolder, vaultKey]);
