import { BoundedCache } from '../../core/base/bounded-cache';
import { proveRequest } from '../../core/base/network/dpop-key';

const nonces = new BoundedCache<string>(500);

/** Proves each request with the token's key (RFC 9449) and the server's newest nonce. A new nonce repeats the request once. */
export function provenFetch(send: typeof fetch, proofKey: string | undefined): typeof fetch {
	if (proofKey === undefined) return send;
	return async (input, init = {}) => {
		const url = new URL(input instanceof Request ? input.url : input);
		const server = `${proofKey} ${url.origin}`;
		const headers = new Headers(init.headers);
		const token = headers.get('authorization')!.replace(/^\S+ /, '');
		headers.set('authorization', `DPoP ${token}`);
		const attempt = async (): Promise<Response> => {
			headers.set('dpop', proveRequest(proofKey, { method: init.method ?? 'GET', url, token, nonce: nonces.get(server) }));
			const response = await send(url, { ...init, headers });
			const newest = response.headers.get('dpop-nonce');
			if (newest) nonces.set(server, newest);
			return response;
		};
		const response = await attempt();
		const isAsked = response.headers.has('dpop-nonce') && /use_dpop_nonce/.test(response.headers.get('www-authenticate') ?? '');
		if (!isAsked) return response;
		await response.body?.cancel();
		return attempt();
	};
}
