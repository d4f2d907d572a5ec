/** A key for the service's API, as it is stored: without its secret. Times are in milliseconds since the epoch. */
export interface ApiKey {
	/** The beginning of the key, which lists show: `trp_` and eight characters. */
	id: string;
	tenant: string;
	/** What the key is for, such as `ci`. */
	name: string;
	/** Its scopes, besides those below. */
	role: string | null;
	scopes: string[];
	/** Addresses and networks that can use it, such as `10.0.0.0/8`. Empty: any. */
	allowFrom: string[];
	/** Max requests per minute; null: the limits of the service. */
	rate: number | null;
	createdAt: number;
	createdBy: string;
	expiresAt: number | null;
	/** Within a minute. */
	lastUsedAt: number | null;
	revokedAt: number | null;
	revokedBy: string | null;
	/** The key that replaces it after a rotation. */
	replacedBy: string | null;
	/** The session of a browser. It acts for the caller that it was made for, by whose right it lives. */
	isSession: boolean;
}

/** A key that a request came with. */
export interface UsedKey extends ApiKey {
	/** The first of the keys that made each other, down to this one. Their requests are counted together. */
	root: string;
	/** The first of them that has a rate, by which they are counted too; else the first. */
	countedWith: string;
	/** In whose name it acts: its own, or that of who signed in. */
	actsFor: { subject: string; role: string | null };
	/** Binds a session to the token of the service, where that signed in; otherwise null. */
	boundTo: string | null;
}

export interface RevokedKey {
	id: string;
	/** False if it was revoked before. */
	revoked: boolean;
	/** The keys that were made with it and ended with it. */
	made: string[];
}

/** A key in whose name nothing goes on. */
export interface EndedKey {
	id: string;
	revokedAt: number;
	revokedBy: string;
}

/** The limits of a key, besides its scopes. */
export type KeyLimits = Pick<ApiKey, 'allowFrom' | 'rate' | 'expiresAt'>;

/** What can be said about a new key. */
export type ApiKeyTerms = Pick<ApiKey, 'tenant' | 'name' | 'role' | 'scopes' | 'allowFrom' | 'rate' | 'expiresAt'>;

/** A change of keys, for their history. */
export interface ApiKeyChange {
	at: number;
	/** Null for somebody who was forgotten. */
	actor: string | null;
	/** `api_key.created`, `rotated`, `revoked`, or `used` from an address for the first time. */
	action: string;
	key: string;
	details: Record<string, unknown>;
}

/** Who changes a key, and when. */
export interface ApiKeyActor {
	actor: string;
	at: number;
}

/** Stores keys by their SHA-256. Every change is stored together with its entry in the history. */
export interface ApiKeyStore {
	/** Returns the key of any tenant. It is revoked if one that made it is, and a session ends with the key that it acts for. @param hash SHA-256 of the whole key, in hexadecimal */
	find(hash: string): Promise<UsedKey | undefined>;
	/** Returns the keys of a tenant, the newest first, without those that ended long ago. */
	list(tenant: string): Promise<ApiKey[]>;
	/** Returns the names of callers that can be the same person: the key, those that made it or that it replaced, and who made these. */
	listKin(id: string): Promise<string[]>;
	/** Returns the keys of every tenant that were revoked, other than sessions that were left, and those whose successors were, if they have ended by `at`. */
	listRevoked(at: number): Promise<EndedKey[]>;
	/**
	 * @param noted for the history; `by`: default who made the key; `boundTo`: of a session, which has it
	 * @throws TroupeError STATE_CONFLICT when the tenant has the max number of keys
	 */
	add(key: ApiKey, hash: string, noted?: { reason?: string; by?: string; boundTo?: string }): Promise<void>;
	/**
	 * Adds `next` and ends the old key at `endsAt`, unless it ends before. @param by default: who made `next`
	 * @throws TroupeError STATE_CONFLICT when the old key has ended or was rotated before
	 */
	rotate(id: string, next: ApiKey, hash: string, endsAt: number, by?: string): Promise<void>;
	/**
	 * Revokes a key, and those that were made with it, in every tenant.
	 * @param isLeft the person left a session: what it began goes on, until it is revoked for another reason
	 * @throws TroupeError RESOURCE_NOT_FOUND
	 */
	revoke(tenant: string, id: string, by: ApiKeyActor, reason?: string, isLeft?: boolean): Promise<RevokedKey>;
	/** Notes a use, unless a later one or one within `everyMs` is stored, and the first one from an address. */
	noteUse(key: { tenant: string; id: string; by: string }, at: number, everyMs: number, address: string): Promise<void>;
	/** Returns the changes of a tenant's keys from the audit log, the newest first, and where the next page begins. */
	changes(tenant: string, limit: number, before?: number): Promise<{ items: Array<ApiKeyChange & { id: number }>; next?: number }>;
	close(): Promise<void>;
}
