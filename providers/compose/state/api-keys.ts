import type { ApiKeyStore } from '../../../core/ports/access/api-keys';
import { openApiKeyStore } from '../../state/api-key-store';
import type { StateHost, VaultHost } from '../hosts/state-host';
import { openTakenProofs, type TakenProofs } from '../../state/taken-proofs';
import { openAuditKeys } from './host-audit';
import { findStatePlace } from './state-place';

/** Opens the keys of the service's API with the first use: in the shared database, or `state.db` in the state folder. */
export function composeApiKeyStore(host: VaultHost & { stateFolder: string }): ApiKeyStore {
	return openApiKeyStore(findStatePlace(host)!, () => openAuditKeys(host));
}

/** Opens the store of used proofs, in the same place as the API keys. */
export function composeTakenProofs(host: StateHost & { stateFolder: string }): TakenProofs {
	return openTakenProofs(findStatePlace(host)!);
}
