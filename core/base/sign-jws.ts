import { type KeyObject, sign } from 'node:crypto';

/** ES256: RFC 7515, 7.1, and RFC 7518, 3.4. */
export function signJws(header: object, claims: object, key: KeyObject): string {
	const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
	const input = `${encode({ alg: 'ES256', ...header })}.${encode(claims)}`;
	return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
