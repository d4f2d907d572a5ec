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
