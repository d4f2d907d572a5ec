import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';

/** The key that signs the cards of a service. */
export interface CardKey {
	privateKey: KeyObject;
	/** ES256, with its id. */
	publicKey: { kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; alg: 'ES256'; use: 'sig' };
}

const coordinateBytes = 32;

/**
 * Derives the key from a secret of the installation: all its machines sign with the same one, and nothing new must be stored or backed up.
 * @param secret at least 32 random bytes, in any form
 */
export function deriveCardKey(secret: string): CardKey {
	const curve = createECDH('prime256v1');
	const d = createHash('sha256').update(`agent cards ES256 ${secret}`).digest();
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
