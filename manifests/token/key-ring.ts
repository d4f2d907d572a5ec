import type { KeyObject } from 'node:crypto';
import type { Role } from '../documents/documents';
import type { RootDocument } from '../documents/root-document';
import { refusedToken } from './refused-token';
import { loadKey } from './load-key';

interface RingKey {
	key: KeyObject;
	/** End of its valid signatures, in seconds since the epoch. Absent: still active. */
	retiredAt?: number;
}

export type KeyRing = ReadonlyMap<string, RingKey>;

export function loadKeys({ keys, retiredKeys = {} }: Pick<RootDocument, 'keys' | 'retiredKeys'>, document: string): KeyRing {
	const ring = new Map<string, RingKey>();
	const materials = new Map<string, string>();
	for (const jwk of keys) {
		if (ring.has(jwk.kid)) {
			throw refusedToken(document, 'key', `two keys have the kid ${jwk.kid}`, {
				expected: 'one key per kid',
				actual: `two keys with the kid ${jwk.kid}`,
			});
		}
		const key = loadKey({ ...jwk });
		if (typeof key === 'string') {
			const details = { expected: 'a public RSA key for RS256', actual: `${jwk.kid}, which ${key}`, keyId: jwk.kid };
			throw refusedToken(document, 'key', `the key ${jwk.kid} ${key}`, details);
		}
		const material = key.export({ type: 'spki', format: 'der' }).toString('base64');
		// One key under two names would count twice towards a threshold (TUF specification, section 5.3).
		const twin = materials.get(material);
		if (twin !== undefined) {
			const details = { expected: 'one name per key', actual: `one key named ${twin} and ${jwk.kid}` };
			throw refusedToken(document, 'key', `${twin} and ${jwk.kid} are the same key under two names`, details);
		}
		materials.set(material, jwk.kid);
		ring.set(jwk.kid, { key, ...(Object.hasOwn(retiredKeys, jwk.kid) && { retiredAt: retiredKeys[jwk.kid] }) });
	}
	return ring;
}

export function selectRoleKeys(ring: KeyRing, root: Pick<RootDocument, 'roles'>, role: Role, document: string): KeyRing {
	return new Map(
		root.roles[role].keyIds.map((keyId) => {
			const key = ring.get(keyId);
			if (key === undefined) {
				const details = { expected: [...ring.keys()], actual: keyId };
				throw refusedToken(document, 'key', `the role ${role} names the key ${keyId}, which is not in the document`, details);
			}
			return [keyId, key];
		}),
	);
}

export function listActiveKeys({ roles, retiredKeys = {} }: Pick<RootDocument, 'roles' | 'retiredKeys'>, role: Role): string[] {
	return roles[role].keyIds.filter((keyId) => !Object.hasOwn(retiredKeys, keyId));
}
