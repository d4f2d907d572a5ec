import type { RootDocument } from '../../documents/documents';
import { refusedToken } from '../../token/refused-token';

/** Checks a root on its own, in addition to its schema: a key has one role, a role has as many keys as it requires, and none of them is revoked. */
export function requireSoundRoles(root: Pick<RootDocument, 'roles' | 'revokedKeyIds'>, name: string): void {
	const revoked = new Set(root.revokedKeyIds);
	const owners = new Map<string, string>();
	for (const [role, { keyIds, threshold }] of Object.entries(root.roles)) {
		if (new Set(keyIds).size < threshold) {
			const details = { expected: `at least ${threshold} keys of the role ${role}`, actual: new Set(keyIds).size };
			throw refusedToken(name, 'key', `the role ${role} needs ${threshold} keys and has ${details.actual}`, details);
		}
		for (const keyId of keyIds) {
			if (revoked.has(keyId)) {
				const details = { expected: `keys of the role ${role} that are not revoked`, actual: `${keyId}, which is revoked` };
				throw refusedToken(name, 'key', `the role ${role} names the key ${keyId}, which is revoked`, details);
			}
			const owner = owners.get(keyId);
			// An author who could approve would approve his own manifests.
			if (owner !== undefined) {
				const details = { expected: 'one role per key', actual: `${keyId} as ${owner} and as ${role}` };
				throw refusedToken(name, 'key', `the key ${keyId} has two roles, ${owner} and ${role}; a key can have only one`, details);
			}
			owners.set(keyId, role);
		}
	}
}

/** The keys of all editions of one chain: a kid means one key forever, and a revoked key never comes back, under any name. */
export class KeyHistory {
	readonly #moduli = new Map<string, string>();
	readonly #revoked = new Set<string>();

	/** @throws TroupeError TOKEN_INVALID */
	take({ keys, revokedKeyIds = [] }: Pick<RootDocument, 'keys' | 'revokedKeyIds'>, name: string): void {
		const dropped = [...this.#revoked].find((keyId) => !revokedKeyIds.includes(keyId));
		if (dropped !== undefined) {
			const details = { expected: `${dropped} in its revokedKeyIds`, actual: revokedKeyIds };
			throw refusedToken(name, 'key', `it does not list the revoked key ${dropped}; a revocation is final`, details);
		}
		for (const keyId of revokedKeyIds) this.#revoked.add(keyId);
		const revokedModuli = new Map([...this.#revoked].map((keyId) => [this.#moduli.get(keyId), keyId]));
		for (const { kid, n } of keys) {
			const earlier = this.#moduli.get(kid);
			if (earlier !== undefined && earlier !== n) {
				const details = { expected: `the key that ${kid} named before`, actual: 'another key under that kid' };
				throw refusedToken(name, 'key', `the kid ${kid} meant another key in an earlier edition`, details);
			}
			const revoked = revokedModuli.get(n);
			if (revoked !== undefined && revoked !== kid) {
				const details = { expected: 'keys that were never revoked', actual: `${kid}, which is the revoked key ${revoked}` };
				throw refusedToken(name, 'key', `the key ${kid} is the revoked key ${revoked} under another name`, details);
			}
			this.#moduli.set(kid, n);
		}
	}
}
