import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { signJws } from '../base/sign-jws';
import type { PublicKey } from './public-key';

export interface SigningKey {
	privateKey: KeyObject;
	publicKey: Required<PublicKey>;
}

const coordinateBytes = 32;

/**
 * Derives a key from the installation's secret: all machines sign with the same one, without storage or backup. @param purpose separates keys @param
 * secret at least 32 random bytes, in any form
 */
export function deriveSigningKey(purpose: string, secret: string): SigningKey {
	const curve = createECDH('prime256v1');
	const d = createHash('sha256').update(`${purpose} ES256 ${secret}`).digest();
	curve.setPrivateKey(d);
	// 4, x and y: SEC 1, 2.3.3.
	const point = curve.getPublicKey();
	const [x, y] = [point.subarray(1, 1 + coordinateBytes), point.subarray(1 + coordinateBytes)].map((bytes) => bytes.toString('base64url'));
	const shape = { kty: 'EC', crv: 'P-256', x: x!, y: y! } as const;
	// RFC 7638, 3.2: these members, in this order.
	const kid = createHash('sha256')
		.update(JSON.stringify({ crv: shape.crv, kty: shape.kty, x, y }))
		.digest('base64url');
	const privateKey = createPrivateKey({ key: { ...shape, d: d.toString('base64url') }, format: 'jwk' });
	return { privateKey, publicKey: { ...shape, kid, alg: 'ES256', use: 'sig' } };
}

/** Signs claims as a JSON Web Token: RFC 7519. */
export const signToken = (claims: object, { privateKey, publicKey }: SigningKey, typ = 'JWT'): string =>
	signJws({ kid: publicKey.kid, typ }, claims, privateKey);

/** Returns the claims of a token of this type signed by one of the keys (ES256), else undefined. Does not check its times. */
export function readSigned(token: string, keys: PublicKey[], typ: string): Record<string, unknown> | undefined {
	try {
		const [head = '', body = '', signature = ''] = token.split('.');
		const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
		const { alg, kid, typ: type, crit } = decode(head);
		if (alg !== 'ES256' || type !== typ || crit !== undefined) return undefined;
		const isSigned = ({ kty, crv, x, y }: PublicKey) =>
			verify(
				'sha256',
				Buffer.from(`${head}.${body}`),
				{ key: createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
				Buffer.from(signature, 'base64url'),
			);
		return keys.some((key) => (key.kid === undefined || key.kid === kid) && isSigned(key)) ? decode(body) : undefined;
	} catch {
		return undefined;
	}
}
