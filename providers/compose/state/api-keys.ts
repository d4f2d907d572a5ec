import type { ApiKeyStore } from '../../../core/ports/access/api-keys';
import { openApiKeyStore } from '../../state/api-key-store';
import type { StateHost, VaultHost } from '../hosts/state-host';
import { openTakenProofs, type TakenProofs } from '../../state/taken-proofs';
import { openAuditKeys } from './host-audit';
import { findStatePlace } from './state-place';

export function composeApiKeyStore(host: VaultHost & { stateFolder: string }): ApiKeyStore {
	return openApiKeyStore(findStatePlace(host)!, () => openAuditKeys(host));
}

export function composeTakenProofs(host: StateHost & { stateFolder: string }): TakenProofs {
	return openTakenProofs(findStatePlace(host)!);
}
