/** Composes a host's audit log, with keys derived from the vault's. */
import { createHash, randomBytes } from 'node:crypto';
import { BoundedCache } from '../../../core/base/bounded-cache';
import { isTroupeError } from '../../../core/base/errors';
import { createKeyedHash } from '../../../core/base/keyed-hash';
import { createSigner, type NoteSigner } from '../../../core/audit/note-key';
import { warnOperator } from '../../../core/guardrails/masking/warn-operator';
import { deriveKey, keyBytes, seal, unseal } from '../../../core/guardrails/vault/sealing';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { OpenAuditKeys } from '../../state/audit/audited-database';
import type { AuditKeys, AuditSubjectKey } from '../../state/audit/audit-keys';
import type { AuditStore } from '../../state/audit/audit-store';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { nameMark } from './host-mark';
import { findStatePlace } from './state-place';

const opened = new OpenedOnce<AuditStore>();

/** Longer names are hashed: a key's name has at most 255 bytes. */
const maxTenantCharacters = 120;
const maxCachedKeys = 1_000;

export function composeAuditKeys(keys: VaultKeys): AuditKeys {
	const cache = new BoundedCache<AuditSubjectKey>(maxCachedKeys);
	const signers = new BoundedCache<NoteSigner>(maxCachedKeys);
	const derive = (text: string) => createHash('sha256').update(keys.mark(text)).digest();
	return {
		signerOf(tenant) {
			const signer =
				signers.get(tenant) ?? createSigner(nameLog(keys, tenant), 'note', derive(JSON.stringify(['key of the audit log', tenant])));
			signers.set(tenant, signer);
			return signer;
		},
		mark: createKeyedHash(derive(JSON.stringify(['marks of the audit log']))),
		pseudonym: (tenant, { kind, id }) => keys.pseudonym(kind, tenant, id),
		newKey: (bound) => keys.wrap(randomBytes(keyBytes), bound),
		async openKey(sealed, bound) {
			// Found only by its sealed form, which is destroyed with the person's row.
			const name = `${bound} ${Buffer.from(sealed).toString('base64')}`;
			const key = cache.get(name) ?? createSubjectKey(await keys.unwrap(sealed, bound));
			cache.set(name, key);
			return key;
		},
	};
}

function createSubjectKey(dataKey: Uint8Array): AuditSubjectKey {
	const key = deriveKey(dataKey, 'audit values');
	return {
		seal: (text, bound) => seal(key, Buffer.from(text), Buffer.from(bound)),
		unseal: (sealed, bound) => unseal(key, sealed, Buffer.from(bound), 'A value of the audit log').toString(),
	};
}

function nameLog(keys: VaultKeys, tenant: string): string {
	const encoded = encodeURIComponent(tenant);
	const name = encoded.length <= maxTenantCharacters ? encoded : createHash('sha256').update(tenant).digest('hex');
	return `troupe/audit/${shorten(keys)}/${name}`;
}

const shorten = ({ fingerprint }: VaultKeys): string => fingerprint.slice(0, 22);

const composed = new WeakMap<VaultKeys, AuditKeys>();

/** @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function openAuditKeys(host: VaultHost & { stateFolder: string }): Promise<AuditKeys> {
	const keys = await openVaultKeys(host, host.stateFolder);
	const audit = composed.get(keys) ?? composeAuditKeys(keys);
	composed.set(keys, audit);
	return audit;
}

export const auditKeysOf =
	(host: VaultHost): OpenAuditKeys =>
	async () =>
		host.stateFolder === undefined ? undefined : openAuditKeys({ ...host, stateFolder: host.stateFolder });

/** For work that must go on without the key, such as stops. */
export const auditKeysIfAny = (host: VaultHost): OpenAuditKeys => keysIfAny(auditKeysOf(host));

/** Without keys, nothing is noted. Warns once, and again after the keys were there in between. */
export function keysIfAny(open: OpenAuditKeys): OpenAuditKeys {
	let isTold = false;
	return async () => {
		try {
			const keys = await open();
			isTold = false;
			return keys;
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'VAULT_UNREADABLE') throw error;
			if (!isTold) warnOperator(`Nothing is written into the audit log here: ${error.message} ${error.fix}`, { code: 'TROUPE_AUDIT' });
			isTold = true;
			return undefined;
		}
	};
}

export async function openAudit(host: VaultHost): Promise<{ store: AuditStore; openKeys: () => Promise<AuditKeys> } | undefined> {
	const { stateFolder } = host;
	const place = findStatePlace(host);
	if (place === undefined || stateFolder === undefined) return undefined;
	const openKeys = () => openAuditKeys({ ...host, stateFolder });
	const store = await opened.get(JSON.stringify([place, nameMark(host)]), async () => {
		const { openAuditStore } = await import('../../state/audit/audit-store');
		return openAuditStore(place, openKeys);
	});
	return { store, openKeys };
}
