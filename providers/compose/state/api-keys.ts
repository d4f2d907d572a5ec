import type { ApiKeyStore } from '../../../core/ports/access/api-keys';
import { openApiKeyStore } from '../../state/api-key-store';
import type { StateHost } from '../hosts/state-host';
import { openTakenProofs, type TakenProofs } from '../../state/taken-proofs';
import { findStatePlace } from './state-place';

/** Opens the keys of the service's API with the first use: in the shared database, or `state.db` in the state folder. */
export function composeApiKeyStore(host: StateHost & { stateFolder: string }): ApiKeyStore {
	return openApiKeyStore(findStatePlace(host)!);
}

/** Opens the store of used proofs, in the same place as the API keys. */
export function composeTakenProofs(host: StateHost & { stateFolder: string }): TakenProofs {
	return openTakenProofs(findStatePlace(host)!);
}
