import type { CredentialData, CredentialRecord } from './credentials';

/** As in RFC 6749, 5.1, and as n8n stores it. */
export interface OauthTokens {
	access_token: string;
	/** Seconds. */
	expires_in?: number | string;
	refresh_token?: string;
	/** Seconds; Google sends it if the grant itself ends. */
	refresh_token_expires_in?: number | string;
	/** Milliseconds since the epoch, n8n's field. */
	n8n_expires_at?: string;
	[field: string]: unknown;
}

export function readTokens({ oauthTokenData: tokens }: CredentialData): OauthTokens | undefined {
	return typeof (tokens as OauthTokens | undefined)?.access_token === 'string' ? (tokens as OauthTokens) : undefined;
}

/** Set if the server bound the token to a key (RFC 9449, 5). */
export const readProofKey = (data: CredentialData): string | undefined =>
	/^dpop$/i.test(String(readTokens(data)?.token_type)) ? textField(data, 'proofKey') || undefined : undefined;

/** True for n8n's types that extend `oAuth2Api`. */
export const isOauth = (type: string, data: CredentialData): boolean =>
	/oauth2/i.test(type) || data.oauthTokenData !== undefined || typeof data.accessTokenUrl === 'string';

export const hasClientCredentials = ({ grantType }: CredentialData): boolean => grantType === 'clientCredentials';

/** Missing fields stay: RFC 6749, 6 lets a server keep the refresh token. @param now when the answer arrived */
export function withTokens(data: CredentialData, answer: OauthTokens, now: number): CredentialData {
	const { n8n_expires_at: _end, expires_in: _seconds, refresh_token_expires_in: _grant, ...earlier } = readTokens(data) ?? {};
	const endsAt = endOf(answer.expires_in, now);
	const until = endsAt === null ? {} : { n8n_expires_at: String(endsAt) };
	const ownField = typeof data.accessToken === 'string' ? { accessToken: answer.access_token } : {};
	return { ...data, ...ownField, oauthTokenData: { ...earlier, ...answer, ...until } };
}

export function findEnds(type: string, data: CredentialData, provider: CredentialRecord['provider'], now: number) {
	const tokens = readTokens(data);
	if (!isOauth(type, data) || tokens === undefined) return { tokenEndsAt: null, endsAt: null };
	const known = Number(tokens.n8n_expires_at);
	const tokenEndsAt = known > 0 ? known : endOf(tokens.expires_in, now);
	if (hasClientCredentials(data)) return { tokenEndsAt, endsAt: null };
	const isRenewable = tokens.refresh_token !== undefined && provider !== 'meta';
	return { tokenEndsAt, endsAt: isRenewable ? endOf(tokens.refresh_token_expires_in, now) : tokenEndsAt };
}

function endOf(seconds: unknown, now: number): number | null {
	const number = Number(seconds ?? Number.NaN);
	return Number.isFinite(number) && number > 0 ? Math.round(now + number * 1000) : null;
}

export const textField = (data: CredentialData, name: string): string => {
	const value = data[name];
	return typeof value === 'string' ? value : '';
};

/** With a refresh token, client credentials, or a token that is still valid; without a person. */
export interface TokenServer {
	/** @throws TroupeError CREDENTIAL_INVALID if a person has to log in; CREDENTIAL_SERVICE_UNREACHABLE, retryable */
	renew(credential: Pick<CredentialRecord, 'name' | 'provider'>, data: CredentialData, signal?: AbortSignal): Promise<OauthTokens>;
}
