import { proveRequest } from '../../core/base/dpop-key';

/** Proves each request with the key that its token is bound to (RFC 9449); a server that asks for a nonce gets it again once. */
export function provenFetch(send: typeof fetch, proofKey: string | undefined): typeof fetch {
	if (proofKey === undefined) return send;
	return async (input, init = {}) => {
		const url = new URL(input instanceof Request ? input.url : input);
		const headers = new Headers(init.headers);
		const token = headers.get('authorization')!.replace(/^\S+ /, '');
		headers.set('authorization', `DPoP ${token}`);
		const attempt = (nonce?: string): Promise<Response> => {
			headers.set('dpop', proveRequest(proofKey, { method: init.method ?? 'GET', url, token, nonce }));
			return send(url, { ...init, headers });
		};
		const response = await attempt();
		const isAsked = /use_dpop_nonce/.test(response.headers.get('www-authenticate') ?? '');
		const asked = (isAsked && response.headers.get('dpop-nonce')) || undefined;
		if (asked === undefined) return response;
		await response.body?.cancel();
		return attempt(asked);
	};
}
