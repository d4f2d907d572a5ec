/** Tokens bound to a key of this installation: RFC 9449. A copied one is useless. */
import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey, randomUUID } from 'node:crypto';
import { signJws } from '../sign-jws';

interface ProvenRequest {
	method: string;
	url: string | URL;
	token?: string;
	nonce?: string;
}

/** A secret ES256 key, as JWK text. */
export function createProofKey(): string {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return JSON.stringify(privateKey.export({ format: 'jwk' }));
}

export function proveRequest(key: string, { method, url, token, nonce }: ProvenRequest): string {
	const jwk = JSON.parse(key) as JsonWebKey;
	const { kty, crv, x, y } = jwk;
	const { origin, pathname } = new URL(url);
	const claims = {
		jti: randomUUID(),
		htm: method,
		htu: `${origin}${pathname}`,
		iat: Math.floor(Date.now() / 1_000),
		...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
		...(nonce !== undefined && { nonce }),
	};
	return signJws({ typ: 'dpop+jwt', jwk: { kty, crv, x, y } }, claims, createPrivateKey({ key: jwk, format: 'jwk' }));
}
