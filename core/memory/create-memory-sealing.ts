import { randomBytes } from 'node:crypto';
import { isTroupeError, TroupeError } from '../base/errors';
import { keyBytes } from '../guardrails/vault/sealing';
import { createSubjectKey, type SubjectKey, type VaultKeys } from '../guardrails/vault/vault-keys';
import type { MemorySeal, MemorySealing } from '../ports/memory';

export function createMemorySealing(keys: VaultKeys, tenant: string): MemorySealing {
	const boundTo = (hash: string) => JSON.stringify(['memory', tenant, hash]);
	const createSeal = (hash: string, key: SubjectKey): MemorySeal => {
		const bound = (place: string) => JSON.stringify(['memory', tenant, hash, place]);
		return {
			seal: (text, place) => key.seal(text, bound(place)),
			unseal(sealed, place) {
				try {
					return key.unseal(sealed, bound(place));
				} catch (cause) {
					throw unreadable(cause);
				}
			},
		};
	};
	return {
		fingerprint: keys.fingerprint,
		hash: (kind, name) => keys.pseudonym(kind === 'person' ? 'subject' : kind, tenant, name),
		async newSeal(hash) {
			const dataKey = randomBytes(keyBytes);
			return { seal: createSeal(hash, createSubjectKey(dataKey)), wrapped: await keys.wrap(dataKey, boundTo(hash)) };
		},
		async openSeal(hash, wrapped) {
			const dataKey = await keys.unwrap(wrapped, boundTo(hash)).catch((cause: unknown) => {
				throw unreadable(cause);
			});
			return createSeal(hash, createSubjectKey(dataKey));
		},
	};
}

function unreadable(cause: unknown): unknown {
	if (!isTroupeError(cause) || cause.code !== 'VAULT_UNREADABLE') return cause;
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: 'A row of the memory cannot be decrypted: it was encrypted with another key, moved, or changed.',
		fix: 'Restore the store and its key (TROUPE_VAULT_KEY, or vault.key in the state folder) from the same backup.',
		cause,
	});
}
