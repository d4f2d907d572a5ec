/** Without its secret. Times are in milliseconds since the epoch. */
export interface ApiKey {
	id: string;
	tenant: string;
	name: string;
	role: string | null;
	scopes: string[];
	/** Such as `10.0.0.0/8`. Empty: any. */
	allowFrom: string[];
	/** Per minute; null: the limits of the service. */
	rate: number | null;
	createdAt: number;
	createdBy: string;
	expiresAt: number | null;
	lastUsedAt: number | null;
	revokedAt: number | null;
	revokedBy: string | null;
	replacedBy: string | null;
	/** A browser session; lives by the right of the caller that it acts for. */
	isSession: boolean;
}

export interface UsedKey extends ApiKey {
	/** First of the keys that made each other. Their requests count together. */
	root: string;
	/** The first of them with a rate, which also counts requests; else the first. */
	countedWith: string;
	/** Its own name, or that of the person who signed in. */
	actsFor: { subject: string; role: string | null };
	/** The service's token that signed in; else null. */
	boundTo: string | null;
}

export interface RevokedKey {
	id: string;
	revoked: boolean;
	made: string[];
}

export interface EndedKey {
	id: string;
	revokedAt: number;
	revokedBy: string;
}

export type KeyLimits = Pick<ApiKey, 'allowFrom' | 'rate' | 'expiresAt'>;

export interface ApiKeyChange {
	at: number;
	/** Null for a forgotten person. */
	actor: string | null;
	/** `api_key.created`, `rotated`, `revoked`, or `used` from an address for the first time. */
	action: string;
	key: string;
	details: Record<string, unknown>;
}

interface ApiKeyActor {
	actor: string;
	at: number;
}

/** By SHA-256. Each change is stored together with its history entry. */
export interface ApiKeyStore {
	/**
	 * Returns the key of any tenant. Revoked with the key that made it; a session ends with its key. @param hash SHA-256 of the whole key, in
	 * hexadecimal
	 */
	find(hash: string): Promise<UsedKey | undefined>;
	/** Newest first, without those that ended long ago. */
	list(tenant: string): Promise<ApiKey[]>;
	/** Callers that can be the same person: the key, its makers, predecessors, and their makers. */
	listKin(id: string): Promise<string[]>;
	/** Returns the keys of every tenant that were revoked, other than sessions that were left, and those whose successors were, if they have ended by `at`. */
	listRevoked(at: number): Promise<EndedKey[]>;
	/**
	 * @param noted for the history; `by`: default who made the key; `boundTo`: of a session @throws TroupeError STATE_CONFLICT at the tenant's max
	 * number of keys
	 */
	add(key: ApiKey, hash: string, noted?: { reason?: string; by?: string; boundTo?: string }): Promise<void>;
	/**
	 * Ends the old key at `endsAt`, or earlier if it ends before. @param by default: who made `next` @throws TroupeError STATE_CONFLICT if the old
	 * key has ended or was rotated before
	 */
	rotate(id: string, next: ApiKey, hash: string, endsAt: number, by?: string): Promise<void>;
	/**
	 * With the keys made with it, in every tenant. @param isLeft the person left a session: its work goes on, until a revocation for another reason
	 * @throws TroupeError RESOURCE_NOT_FOUND
	 */
	revoke(tenant: string, id: string, by: ApiKeyActor, reason?: string, isLeft?: boolean): Promise<RevokedKey>;
	/** Skips uses older than the stored one or within `everyMs`. Also notes the first use from an address. */
	noteUse(key: { tenant: string; id: string; by: string }, at: number, everyMs: number, address: string): Promise<void>;
	changes(tenant: string, limit: number, before?: number): Promise<{ items: Array<ApiKeyChange & { id: number }>; next?: number }>;
	close(): Promise<void>;
}
