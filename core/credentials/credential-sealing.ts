import { randomBytes } from 'node:crypto';
import { isTroupeError, TroupeError } from '../base/errors';
import { keyBytes } from '../guardrails/vault/sealing';
import { createSubjectKey, type VaultKeys } from '../guardrails/vault/vault-keys';
import type { CredentialData, CredentialRecord, SealedCredential } from '../ports/access/credentials';

type Identity = Pick<CredentialRecord, 'tenant' | 'name' | 'type'>;

/** A row copied to another name, type or tenant cannot be opened. */
const boundTo = ({ tenant, name, type }: Identity) => JSON.stringify(['credential', tenant, name, type]);

/** Encrypts data with a fresh key, which the host's key encrypts. */
export async function sealCredential(
	keys: VaultKeys,
	identity: Identity,
	data: CredentialData,
): Promise<Pick<SealedCredential, 'sealed' | 'wrappedKey'>> {
	const dataKey = randomBytes(keyBytes);
	const bound = boundTo(identity);
	return { sealed: createSubjectKey(dataKey).seal(JSON.stringify(data), bound), wrappedKey: await keys.wrap(dataKey, bound) };
}

/** @throws TroupeError VAULT_UNREADABLE */
export async function unsealCredential(keys: VaultKeys, credential: SealedCredential): Promise<CredentialData> {
	const bound = boundTo(credential);
	try {
		const dataKey = await keys.unwrap(credential.wrappedKey, bound);
		return JSON.parse(createSubjectKey(dataKey).unseal(credential.sealed, bound)) as CredentialData;
	} catch (cause) {
		if (!isTroupeError(cause) || cause.code !== 'VAULT_UNREADABLE') throw cause;
		throw new TroupeError({
			code: 'VAULT_UNREADABLE',
			message: `The credential ${credential.name} cannot be decrypted: it was encrypted with another key, moved, or changed.`,
			fix: 'Restore the store and its key (TROUPE_VAULT_KEY, or vault.key in the state folder) from the same backup; or add the credential again.',
			cause,
		});
	}
}
