import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { textField } from '../../../core/ports/access/oauth-tokens';
import { accessOf } from '../../credentials/known-types';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import { exchange, type HttpAnswer } from '../../http/http-exchange';
import { composeCredentials } from '../credentials/credentials';
import { checkServer } from '../credentials/credential-servers';
import type { HttpHost } from '../http/http-access';

export const n8nApiType = 'n8nApi';

const limits = { timeoutMs: 30_000, maxBytes: 20_000_000, hide: (text: string) => text };

/** Asks the public API of an n8n. @throws TroupeError HTTP_TIMEOUT and HTTP_UNREACHABLE, retryable; HTTP_RESPONSE_INVALID, ADDRESS_REFUSED */
export type AskN8n = (method: string, path: string, signal: AbortSignal) => Promise<HttpAnswer>;

/** @param name of a stored credential of type n8nApi @throws TroupeError CREDENTIAL_… */
export async function openN8nApi(name: string, host: HttpHost, signal: AbortSignal): Promise<AskN8n> {
	const credential = await composeCredentials(host).resolve(name, host.tenant ?? defaultTenant, signal);
	const base = URL.parse(textField(credential.data, 'baseUrl').replace(/\/*$/, '/'));
	if (credential.type !== n8nApiType || !base)
		throw new TroupeError({
			code: 'CREDENTIAL_INVALID',
			message: `The credential ${name} is not an API key of an n8n.`,
			fix: 'Add one of type n8nApi with apiKey, and with baseUrl such as https://n8n.example.com/api/v1.',
			details: { credential: name },
		});
	checkServer(credential, base.hostname);
	const send = guardedFetch(withResidency('The API of n8n', host));
	const headers = new Headers({ accept: 'application/json', ...accessOf(credential).headers });
	return (method, path, until) => exchange({ method, url: new URL(path, base), headers }, { send, ...limits }, until);
}

/** n8n refuses the key, or the key lacks the permission. */
export const isRefused = ({ status }: HttpAnswer): boolean => status === 401 || status === 403;

export function refusedKey(name: string, status: number, scopes: string): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `n8n refuses the API key of the credential ${name} (${status}).`,
		fix: `Create a key with the scopes ${scopes}, and add it with --replace.`,
		details: { credential: name },
	});
}
