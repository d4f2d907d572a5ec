import { roles } from '../../documents/documents';
import type { RootDocument } from '../../documents/root-document';
import { listActiveKeys } from '../../token/key-ring';
import { isoTime, refusedToken } from '../../token/refused-token';

type Roles = Pick<RootDocument, 'roles' | 'retiredKeys' | 'revokedKeyIds'>;

/** In addition to the schema: a key has one role, a role has enough active keys, and none is revoked. */
export function requireSoundRoles(root: Roles, name: string): void {
	requireRetirable(root, name);
	const revoked = new Set(root.revokedKeyIds);
	const owners = new Map<string, string>();
	for (const role of roles) {
		const { keyIds, threshold } = root.roles[role];
		const active = new Set(listActiveKeys(root, role)).size;
		if (active < threshold) {
			const details = { expected: `at least ${threshold} keys of the role ${role}`, actual: active };
			throw refusedToken(name, 'key', `the role ${role} needs ${threshold} keys and has ${details.actual}`, details);
		}
		for (const keyId of keyIds) {
			if (revoked.has(keyId)) {
				const details = { expected: `keys of the role ${role} that are not revoked`, actual: `${keyId}, which is revoked` };
				throw refusedToken(name, 'key', `the role ${role} names the key ${keyId}, which is revoked`, details);
			}
			const owner = owners.get(keyId);
			// An author with both roles would approve his own manifests.
			if (owner !== undefined) {
				const details = { expected: 'one role per key', actual: `${keyId} as ${owner} and as ${role}` };
				throw refusedToken(name, 'key', `the key ${keyId} has two roles, ${owner} and ${role}; a key can have only one`, details);
			}
			owners.set(keyId, role);
		}
	}
}

/** Roots and snapshots are signed again in time, so their keys are replaced. */
function requireRetirable({ roles: { author, approver }, retiredKeys = {} }: Roles, name: string): void {
	const other = Object.keys(retiredKeys).find((keyId) => !author.keyIds.includes(keyId) && !approver.keyIds.includes(keyId));
	if (other === undefined) return;
	const details = { expected: 'retired keys of authors and approvers', actual: other };
	throw refusedToken(
		name,
		'key',
		`it retires the key ${other}, which belongs to no author or approver`,
		details,
		'Remove this key instead.',
	);
}

/** Across a chain: a kid means one key forever, a revoked key never returns under any name, a retired one never signs again. */
export class KeyHistory {
	readonly #moduli = new Map<string, string>();
	readonly #revoked = new Set<string>();
	readonly #retired = new Map<string, number>();

	/** @throws TroupeError TOKEN_INVALID */
	take(root: Pick<RootDocument, 'keys' | 'retiredKeys' | 'revokedKeyIds'>, name: string): void {
		const { keys, revokedKeyIds = [] } = root;
		this.#takeRetired(root, name);
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

	#takeRetired({ keys, retiredKeys = {} }: Pick<RootDocument, 'keys' | 'retiredKeys'>, name: string): void {
		const revived = keys.find(({ kid }) => (retiredKeys[kid] ?? Infinity) > (this.#retired.get(kid) ?? Infinity));
		if (revived !== undefined) {
			const expected = isoTime(this.#retired.get(revived.kid)!);
			const details = { expected: `${revived.kid} retired at ${expected} or before`, actual: retiredKeys[revived.kid] };
			throw refusedToken(name, 'key', `the key ${revived.kid} was retired at ${expected}; a retired key never signs again`, details);
		}
		for (const [keyId, at] of Object.entries(retiredKeys)) this.#retired.set(keyId, at);
	}
}
