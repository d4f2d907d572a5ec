/** Fields of the type, as n8n's credential types define them. */
export type CredentialData = Record<string, unknown>;

/** Never logged, stored in a variable, or part of an error. */
export interface Credential {
	name: string;
	/** n8n's name, such as `slackApi`, `httpHeaderAuth` or `gmailOAuth2`. */
	type: string;
	/** OAuth2 types have n8n's fields: `clientId`, `clientSecret`, `accessTokenUrl`, …, and tokens in `oauthTokenData`. */
	data: CredentialData;
	/** Increases with each change of the data. */
	revision: number;
}

export interface Credentials {
	/**
	 * Refreshes and stores an OAuth2 token that ends within a minute, once for all callers. @throws TroupeError CREDENTIAL_NOT_FOUND;
	 * CREDENTIAL_INVALID if the service refuses to refresh it, or it was never logged in; CREDENTIAL_SERVICE_UNREACHABLE, retryable; VAULT_UNREADABLE
	 * without the key that it was stored with
	 */
	resolve(name: string, tenant: string, signal?: AbortSignal): Promise<Credential>;
	/**
	 * For a token refused early. Refreshes it, unless another caller did so since. @throws TroupeError as `resolve` does; CREDENTIAL_INVALID
	 * too for a type whose tokens cannot be refreshed
	 */
	renew(refused: Credential, tenant: string, signal?: AbortSignal): Promise<Credential>;
	/** Stores data changed by its user, such as a token refreshed by a node. If the credential changed since, returns the stored one. */
	writeBack(changed: Credential, tenant: string): Promise<Credential>;
}

/** Their tokens deviate from RFC 6749. */
export type OauthProvider = 'google' | 'meta';

/** Plain text. Times are in milliseconds since the epoch. */
export interface CredentialRecord {
	tenant: string;
	name: string;
	type: string;
	/** Null: the type's own data say how to obtain tokens, if any. */
	provider: OauthProvider | null;
	/** Answers 2xx to a valid credential; null if Troupe knows one for the type, or there is none. */
	testUrl: string | null;
	revision: number;
	createdAt: number;
	changedAt: number;
	changedBy: string;
	/** The access token is renewed before. */
	tokenEndsAt: number | null;
	/** From then on, a person has to replace it or log in again. */
	endsAt: number | null;
	checkedAt: number | null;
	problem: string | null;
}

export interface SealedCredential extends CredentialRecord {
	sealed: Uint8Array;
	wrappedKey: Uint8Array;
}

type CredentialChange = Pick<
	SealedCredential,
	'sealed' | 'wrappedKey' | 'tokenEndsAt' | 'endsAt' | 'changedAt' | 'checkedAt' | 'problem'
> & {
	/** Absent if only its service changed it. */
	changedBy?: string;
};

/** Shared by any number of processes. Times are those of one clock. */
export interface CredentialStore {
	find(tenant: string, name: string): Promise<SealedCredential | undefined>;
	/** By name; without a tenant, those of all. */
	list(tenant?: string): Promise<CredentialRecord[]>;
	/** Returns false if the name exists and is not to be replaced. */
	put(credential: SealedCredential, replaces: boolean): Promise<boolean>;
	remove(tenant: string, name: string): Promise<boolean>;
	change(credential: Pick<CredentialRecord, 'tenant' | 'name' | 'revision'>, change: CredentialChange): Promise<boolean>;
	/** Reserves the renewal. Returns false while another holder has it, or if the credential changed since. */
	reserve(credential: Pick<CredentialRecord, 'tenant' | 'name' | 'revision'>, holder: string, leaseMs: number): Promise<boolean>;
	release(credential: Pick<CredentialRecord, 'tenant' | 'name'>, holder: string): Promise<void>;
	noteCheck(credential: Pick<CredentialRecord, 'tenant' | 'name' | 'revision'>, at: number, problem: string | null): Promise<void>;
	close(): Promise<void>;
}
