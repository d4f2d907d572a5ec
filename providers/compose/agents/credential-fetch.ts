import { provenFetch } from '../../http/proven-fetch';
import { composeAccess, type HttpHost } from '../http/http-access';

interface SentCredential {
	credential: string;
	url: string;
	/** Collects the values sent, which no result may repeat. */
	sent: Set<string>;
}

const never = new AbortController().signal;
const maxSent = 20;

/** Adds a credential to requests to its servers, and to no other origin. Renews a token that is about to expire; renews a refused one once. */
export function fetchWithCredential(send: typeof fetch, { credential, url, sent }: SentCredential, host: HttpHost): typeof fetch {
	const { origin } = new URL(url);
	return async (input, init = {}) => {
		const address = new URL(input instanceof Request ? input.url : input);
		if (address.origin !== origin) return send(input, init);
		const access = await composeAccess({ kind: 'credential', credential }, new URL(url), host, init.signal ?? never);
		const attempt = async ({ headers, query, secrets, proofKey }: typeof access): Promise<Response> => {
			for (const secret of secrets) if (sent.size < maxSent) sent.add(secret);
			const all = new Headers(init.headers);
			for (const [name, value] of Object.entries(headers)) all.set(name, value);
			const target = new URL(address);
			for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
			return provenFetch(send, proofKey)(target, { ...init, headers: all });
		};
		const response = await attempt(access);
		if (response.status !== 401 || !access.renew) return response;
		await response.body?.cancel();
		return attempt(await access.renew());
	};
}
