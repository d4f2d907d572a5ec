/** What a credential holds: the fields of its type, as n8n's credential types define them. */
export type CredentialData = Record<string, unknown>;

/** Access to an outside service, opened. It is never logged, stored in a variable, or part of an error. */
export interface Credential {
	/** What processes and agents call it; unique for a tenant. */
	name: string;
	/** n8n's name of the type, such as `slackApi`, `httpHeaderAuth` or `gmailOAuth2`. */
	type: string;
	/** OAuth2 types hold what n8n holds: `clientId`, `clientSecret`, `accessTokenUrl`, …, and the tokens in `oauthTokenData`. */
	data: CredentialData;
	/** Increases with each change of the data. */
	revision: number;
}

/** The credentials of a worker, by name and tenant. */
export interface Credentials {
	/**
	 * Returns a credential. An OAuth2 token that has expired, or will within a minute, is refreshed and stored first: once, however many ask.
	 * @throws TroupeError CREDENTIAL_NOT_FOUND; CREDENTIAL_INVALID if the service refuses to refresh it, or it was never logged in;
	 * CREDENTIAL_SERVICE_UNREACHABLE, retryable; VAULT_UNREADABLE without the key that it was stored with
	 */
	resolve(name: string, tenant: string, signal?: AbortSignal): Promise<Credential>;
	/**
	 * Returns a credential whose token the service refused before it expired, with another token: refreshed, unless another caller did so since.
	 * @throws TroupeError as `resolve` does; CREDENTIAL_INVALID too for a type whose tokens cannot be refreshed
	 */
	renew(refused: Credential, tenant: string, signal?: AbortSignal): Promise<Credential>;
	/**
	 * Stores data that its user changed, such as a token that a node refreshed by itself, and returns the stored credential. One that was changed
	 * since it was resolved stays as it is and is returned instead.
	 */
	writeBack(changed: Credential, tenant: string): Promise<Credential>;
}

/** Services whose tokens are not obtained and renewed as RFC 6749 says. */
export type OauthProvider = 'google' | 'meta';

/** What is stored of a credential in plain text. Times are in milliseconds since the epoch. */
export interface CredentialRecord {
	tenant: string;
	name: string;
	type: string;
	/** Null: the type's own data say how its tokens are obtained, if it has any. */
	provider: OauthProvider | null;
	/** An address that answers 2xx to a valid credential; null where Troupe knows one for the type, or there is none. */
	testUrl: string | null;
	revision: number;
	createdAt: number;
	changedAt: number;
	changedBy: string;
	/** The end of the access token, which is renewed before. */
	tokenEndsAt: number | null;
	/** When a person has to replace it or log in again. */
	endsAt: number | null;
	/** The last time when its service answered for it, and what was wrong then. */
	checkedAt: number | null;
	problem: string | null;
}

/** A credential with its encrypted data, and the encrypted key of these. */
export interface SealedCredential extends CredentialRecord {
	sealed: Uint8Array;
	wrappedKey: Uint8Array;
}

/** What a new revision replaces. */
export type CredentialChange = Pick<
	SealedCredential,
	'sealed' | 'wrappedKey' | 'tokenEndsAt' | 'endsAt' | 'changedAt' | 'checkedAt' | 'problem'
> & {
	/** Absent where nobody but its service changed it. */
	changedBy?: string;
};

/** Stores credentials, shared by any number of processes. Its times are those of one clock. */
export interface CredentialStore {
	find(tenant: string, name: string): Promise<SealedCredential | undefined>;
	/** Returns the tenant's credentials by name; without a tenant, those of all. */
	list(tenant?: string): Promise<CredentialRecord[]>;
	/** Adds a credential, or replaces the one of its name. Returns false if there is one and it is not to be replaced. */
	put(credential: SealedCredential, replaces: boolean): Promise<boolean>;
	/** Returns false if there is none. */
	remove(tenant: string, name: string): Promise<boolean>;
	/** Changes the data of a revision, and ends its reservation. Returns false if the credential changed since. */
	change(credential: Pick<CredentialRecord, 'tenant' | 'name' | 'revision'>, change: CredentialChange): Promise<boolean>;
	/** Reserves the renewal of a revision for a holder. Returns false while another one has it, or if the credential changed since. */
	reserve(credential: Pick<CredentialRecord, 'tenant' | 'name' | 'revision'>, holder: string, leaseMs: number): Promise<boolean>;
	release(credential: Pick<CredentialRecord, 'tenant' | 'name'>, holder: string): Promise<void>;
	/** Notes what its service said about a revision. */
	noteCheck(credential: Pick<CredentialRecord, 'tenant' | 'name' | 'revision'>, at: number, problem: string | null): Promise<void>;
	close(): Promise<void>;
}
