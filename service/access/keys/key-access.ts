import { SharedReads } from './shared-reads';
import type { ApiKeyStore, UsedKey } from '../../../core/ports/access/api-keys';
import { denied } from '../../../manifests/registry/access/access';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { AddressList } from '../address-list';
import { checkSession, operator, type OperatorToken } from '../operator';
import { hashKey, keyPattern, collectKeyScopes, findState } from './api-keys';

interface KeyAccessParts {
	store: Pick<ApiKeyStore, 'find' | 'noteUse'>;
	/** The service's token; without it no operator session is accepted. */
	operated?: OperatorToken;
	reportFault: (error: unknown) => void;
	now?: () => number;
}

const noteEveryMs = 60_000;
const maxNoted = 10_000;

/**
 * Grants access to API keys. Each request reads the store, so that a revocation takes effect in all processes; simultaneous requests share a read.
 */
export class KeyAccess {
	readonly #keys: SharedReads<UsedKey | undefined>;
	readonly #now: () => number;
	readonly #noted = new Map<string, number>();

	constructor(private readonly parts: KeyAccessParts) {
		this.#keys = new SharedReads((hash) => parts.store.find(hash));
		this.#now = parts.now ?? Date.now;
	}

	/** @throws TroupeError ACCESS_DENIED; STORAGE_… while the keys cannot be read */
	async grantAccess(token: string, address: string): Promise<Grant> {
		const key = keyPattern.test(token) ? await this.#keys.read(hashKey(token)) : undefined;
		if (!key) throw denied('invalid', 'The API key is not known.', 'Create a key: `troupe key create`.');
		const { subject, role } = key.actsFor;
		const now = this.#now();
		const state = findState(key, now);
		if (state === 'revoked')
			throw denied('revoked', `The API key ${key.id}, or one that it was made with, was revoked.`, 'Ask an administrator for a new key.');
		if (state === 'expired')
			throw denied(
				'invalid',
				`The API key ${key.id} has expired.`,
				`Create a new key${key.replacedBy ? `, or use its successor ${key.replacedBy}` : ''}.`,
			);
		if (key.allowFrom.length > 0 && !new AddressList(key.allowFrom, 'The list').has(address))
			throw denied(
				'address',
				`The API key ${key.id} cannot be used from the address ${address}.`,
				'Call from an address on its list, or create a key for this one.',
			);
		if (key.isSession && subject === operator) checkSession(token, key.boundTo, address, this.parts.operated);
		this.#noteUse(key, now, address);
		return {
			id: key.id,
			issuedAt: Math.floor(key.createdAt / 1000),
			...(key.isSession && { session: key.id }),
			caller: { tenant: key.tenant, subject },
			asker: [`person:${subject}`, ...(role === null ? [] : [`claim:role=${role}`])],
			scopes: collectKeyScopes(key),
			expiresAt: key.expiresAt ?? Infinity,
			root: key.root,
			...(key.rate !== null && { rate: key.rate, countedWith: key.countedWith }),
			keyLimits: { allowFrom: key.allowFrom, rate: key.rate, expiresAt: key.expiresAt },
		};
	}

	/** The caller does not wait. */
	#noteUse({ tenant, id, actsFor }: UsedKey, now: number, address: string): void {
		const name = `${id} ${address}`;
		if (now - (this.#noted.get(name) ?? -Infinity) < noteEveryMs) return;
		if (this.#noted.size >= maxNoted) this.#noted.clear();
		this.#noted.set(name, now);
		this.parts.store.noteUse({ tenant, id, by: actsFor.subject }, now, noteEveryMs, address).catch(this.parts.reportFault);
	}
}
