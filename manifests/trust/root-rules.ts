import type { RootDocument } from '../documents/documents';
import { refusedToken } from '../token/refusal';

/** What has to hold of a root by itself, beside its schema: a key has one role, a role has the keys it asks for, and none that was revoked. */
export function requireSoundRoles(root: Pick<RootDocument, 'roles' | 'revokedKeyIds'>, name: string): void {
	const revoked = new Set(root.revokedKeyIds);
	const owners = new Map<string, string>();
	for (const [role, { keyIds, threshold }] of Object.entries(root.roles)) {
		if (new Set(keyIds).size < threshold) {
			throw refusedToken(name, 'key', `the role ${role} needs ${threshold} keys and has ${new Set(keyIds).size}`);
		}
		for (const keyId of keyIds) {
			if (revoked.has(keyId)) throw refusedToken(name, 'key', `the role ${role} names the key ${keyId}, which is revoked`);
			const owner = owners.get(keyId);
			// An author who could approve would approve his own work.
			if (owner !== undefined) throw refusedToken(name, 'key', `the key ${keyId} has two roles, ${owner} and ${role}; a key has one`);
			owners.set(keyId, role);
		}
	}
}

/** What the editions of one chain said of keys: a kid means one key for good, and a revoked key does not come back, under no name. */
export class KeyHistory {
	readonly #modulusOf = new Map<string, string>();
	readonly #revoked = new Set<string>();

	/** @throws TroupeError TOKEN_INVALID */
	take({ keys, revokedKeyIds = [] }: Pick<RootDocument, 'keys' | 'revokedKeyIds'>, name: string): void {
		const dropped = [...this.#revoked].find((keyId) => !revokedKeyIds.includes(keyId));
		if (dropped !== undefined) throw refusedToken(name, 'key', `it forgets that the key ${dropped} was revoked; nothing leaves that state`);
		for (const keyId of revokedKeyIds) this.#revoked.add(keyId);
		const revokedModuli = new Map([...this.#revoked].map((keyId) => [this.#modulusOf.get(keyId), keyId]));
		for (const { kid, n } of keys) {
			const earlier = this.#modulusOf.get(kid);
			if (earlier !== undefined && earlier !== n) throw refusedToken(name, 'key', `the kid ${kid} meant another key in an earlier edition`);
			const revoked = revokedModuli.get(n);
			if (revoked !== undefined && revoked !== kid) {
				throw refusedToken(name, 'key', `the key ${kid} is the revoked key ${revoked} under another name`);
			}
			this.#modulusOf.set(kid, n);
		}
	}
}
