import { TroupeError } from '../../../core/base/errors';
import type { CredentialData, OauthProvider } from '../../../core/ports/access/credentials';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import { hasClientCredentials, type OauthTokens, readTokens, textField, type TokenServer } from '../../../core/ports/access/oauth-tokens';
import { withEndpoints } from './oauth-endpoints';
import { askTokenServer, readTokenReply, type TokenRequest } from './token-request';

/** @param send never calls metadata addresses of clouds @param sendToForeign for addresses that an MCP server or a caller named; default `send` */
export function createTokenServer(send: typeof fetch, sendToForeign = send): TokenServer {
	return {
		renew: ({ name, provider }, data, signal) =>
			requestTokens(renewalOf(name, provider, withEndpoints(data, provider)), hasForeignAddresses(data) ? sendToForeign : send, signal),
	};
}

/** @throws TroupeError CREDENTIAL_INVALID, CREDENTIAL_SERVICE_UNREACHABLE */
export async function requestTokens(request: TokenRequest, send: typeof fetch, signal?: AbortSignal): Promise<OauthTokens> {
	return readTokenReply(request, await askTokenServer(request, send, signal));
}

function renewalOf(name: string, provider: OauthProvider | null, data: CredentialData): TokenRequest {
	const tokens = readTokens(data);
	if (provider === 'meta' && tokens) return metaExchange(name, data, tokens.access_token);
	if (hasClientCredentials(data))
		return clientRequest(name, data, {
			grant_type: 'client_credentials',
			...(textField(data, 'scope') && { scope: textField(data, 'scope') }),
			...(data.sendAdditionalBodyProperties === true && readAdditional(name, data)),
		});
	if (tokens?.refresh_token === undefined) throw notRenewable(name);
	return clientRequest(name, data, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
}

/**
 * Exchanges a token for one of sixty days: Meta has no refresh tokens.
 * https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived
 */
export function metaExchange(name: string, data: CredentialData, token: string): TokenRequest {
	const client = { client_id: textField(data, 'clientId'), client_secret: textField(data, 'clientSecret') };
	const fields = { grant_type: 'fb_exchange_token', ...client, fb_exchange_token: token };
	return { name, url: textField(data, 'accessTokenUrl'), fields };
}

/** Client authentication follows the data; default `header`, as in n8n. */
export function clientRequest(name: string, data: CredentialData, own: Record<string, string>): TokenRequest {
	// RFC 8707, 2.2.
	const fields = { ...own, ...(textField(data, 'resource') && { resource: textField(data, 'resource') }) };
	const clientId = textField(data, 'clientId');
	const clientSecret = textField(data, 'clientSecret');
	const url = textField(data, 'accessTokenUrl');
	const bound = textField(data, 'proofKey') !== '' && { proofKey: textField(data, 'proofKey') };
	if (data.authentication !== 'body' && clientSecret !== '') return { name, url, fields, ...bound, basic: { clientId, clientSecret } };
	return { name, url, ...bound, fields: { ...fields, client_id: clientId, ...(clientSecret && { client_secret: clientSecret }) } };
}

/** Such as `{"audience": "https://api.example.com"}`. */
function readAdditional(name: string, { additionalBodyProperties: value }: CredentialData): Record<string, string> {
	let parsed: unknown = value;
	try {
		if (typeof value === 'string') parsed = JSON.parse(value || '{}');
	} catch {
		parsed = undefined;
	}
	if (typeof parsed === 'object' && parsed !== null && Object.values(parsed).every((each) => typeof each === 'string'))
		return parsed as Record<string, string>;
	throw new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The field additionalBodyProperties of the credential ${name} is not a JSON object of texts.`,
		fix: `Correct it and add the credential again: \`troupe credentials add ${name} --replace\`.`,
		details: { credential: name },
	});
}

function notRenewable(name: string): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The token of the credential ${name} has expired or was refused, and there is no refresh token.`,
		fix: `Log in again: \`troupe credentials login ${name}\`.`,
		details: { credential: name },
	});
}
