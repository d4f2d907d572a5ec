import { isTroupeError } from '../../../core/base/errors';
import type { Credential, CredentialRecord } from '../../../core/ports/access/credentials';
import { systemClock } from '../../../core/ports/host';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import { hasClientCredentials, isOauth, readTokens } from '../../../core/ports/access/oauth-tokens';
import { findRefusal } from '../../credentials/check-credential';
import { findTestUrl } from '../../credentials/known-types';
import { checkServer } from './credential-servers';
import { type CredentialHost, openCredentials, sendForCredentials, sendToForeign } from './credentials';

/** `untested`: Troupe knows no test address. */
export type CheckResult = { kind: 'valid' } | { kind: 'invalid'; problem: string } | { kind: 'untested' };

/**
 * Asks the service whether it accepts the credential, and stores the answer. An OAuth2 credential gets a new token. @throws TroupeError
 * CREDENTIAL_SERVICE_UNREACHABLE, VAULT_UNREADABLE
 */
export async function checkCredential(host: CredentialHost, record: CredentialRecord, signal: AbortSignal): Promise<CheckResult> {
	const { store } = await openCredentials(host);
	const note = async ({ revision }: { revision: number }, problem: string | null): Promise<CheckResult> => {
		await store.noteCheck({ ...record, revision }, (host.clock ?? systemClock).now(), problem);
		return problem === null ? { kind: 'valid' } : { kind: 'invalid', problem };
	};
	try {
		const credential = await withNewToken(host, record, signal);
		const testUrl = record.testUrl ?? findTestUrl(credential.type, credential.data);
		if (testUrl === undefined) return credential.revision === record.revision ? { kind: 'untested' } : await note(credential, null);
		checkServer(credential, new URL(testUrl).hostname);
		const send = hasForeignAddresses(credential.data) ? sendToForeign() : sendForCredentials;
		return await note(credential, (await findRefusal(credential, testUrl, send, signal)) ?? null);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'CREDENTIAL_INVALID') throw error;
		return note(record, error.message);
	}
}

/** Meta's tokens are exchanged at most once a day, so they are only used. */
async function withNewToken(
	host: CredentialHost,
	{ name, tenant, provider, revision }: CredentialRecord,
	signal: AbortSignal,
): Promise<Credential> {
	const { credentials } = await openCredentials(host);
	const credential = await credentials.resolve(name, tenant, signal);
	const { type, data } = credential;
	const isRenewable =
		isOauth(type, data) && provider !== 'meta' && (hasClientCredentials(data) || readTokens(data)?.refresh_token !== undefined);
	return isRenewable && credential.revision === revision ? credentials.renew(credential, tenant, signal) : credential;
}
