/** Tokens that are bound to a key of this installation: RFC 9449. Whoever copies one cannot use it. */
import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey, randomUUID } from 'node:crypto';
import { signJws } from '../sign-jws';

/** A request that is proven. */
export interface ProvenRequest {
	method: string;
	url: string | URL;
	/** The token that goes with it. */
	token?: string;
	/** As the server asked for it. */
	nonce?: string;
}

/** Makes a key for ES256, as a JWK in a text. It is a secret. */
export function createProofKey(): string {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return JSON.stringify(privateKey.export({ format: 'jwk' }));
}

/** Returns the content of the header DPoP for one request. */
export function proveRequest(key: string, { method, url, token, nonce }: ProvenRequest): string {
	const jwk = JSON.parse(key) as JsonWebKey;
	const { kty, crv, x, y } = jwk;
	const { origin, pathname } = new URL(url);
	const claims = {
		...{ jti: randomUUID(), htm: method, htu: `${origin}${pathname}`, iat: Math.floor(Date.now() / 1_000) },
		...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
		...(nonce !== undefined && { nonce }),
	};
	return signJws({ typ: 'dpop+jwt', jwk: { kty, crv, x, y } }, claims, createPrivateKey({ key: jwk, format: 'jwk' }));
}
