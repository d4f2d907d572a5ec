import { sealCredential } from '../../core/credentials/credential-sealing';
import { type CredentialHost, openCredentials } from '../../providers/compose/credentials/credentials';

/** Stores a credential of the tenant `default`, as `troupe credentials add` does. */
export async function storeCredential(host: CredentialHost, name: string, type: string, data: Record<string, string>): Promise<void> {
	const { store, keys } = await openCredentials(host);
	const identity = { tenant: 'default', name, type };
	const dates = { createdAt: 1, changedAt: 1, changedBy: 'user:test', tokenEndsAt: null, endsAt: null, checkedAt: null };
	const sealed = await sealCredential(keys, identity, data);
	await store.put({ ...identity, provider: null, testUrl: null, revision: 0, ...dates, problem: null, ...sealed }, false);
}
