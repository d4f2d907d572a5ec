import type { CredentialData, OauthProvider } from '../../../core/ports/access/credentials';

export interface Login {
	name: string;
	provider: OauthProvider | null;
	data: CredentialData;
	/** Never calls metadata addresses of clouds. */
	send: typeof fetch;
	show: (instructions: string) => void;
	signal: AbortSignal;
}
