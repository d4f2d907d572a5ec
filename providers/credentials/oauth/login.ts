import type { CredentialData, OauthProvider } from '../../../core/ports/access/credentials';

/** What a person's login with an OAuth2 credential needs. */
export interface Login {
	name: string;
	provider: OauthProvider | null;
	/** Client, addresses and scope, in the fields of n8n's OAuth2 types. */
	data: CredentialData;
	/** A fetch that never calls metadata addresses of clouds. */
	send: typeof fetch;
	/** Tells the person what to do; it is called once. */
	show: (instructions: string) => void;
	signal: AbortSignal;
}
