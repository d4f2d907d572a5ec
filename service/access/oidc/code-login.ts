import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { jwtVerify } from 'jose';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';
import type { OauthTokens } from '../../../core/ports/access/oauth-tokens';
import { sendForCredentials } from '../../../providers/compose/credentials/credentials';
import { clientRequest, requestTokens } from '../../../providers/credentials/oauth/renew-tokens';
import { algorithms, toleranceSeconds } from './algorithms';
import { type Issuer, unreachable } from './issuer-keys';
import { loginRefused as refused } from './login-faults';
import type { ConsoleClient, OidcSettings } from './oidc-settings';

interface CodeLoginParts {
	settings: OidcSettings;
	client: ConsoleClient;
	keys: { find(): Promise<Issuer> };
	send?: typeof fetch;
}

export interface BegunLogin {
	state: string;
	nonce: string;
	verifier: string;
	redirectUri: string;
}

export interface LoginTokens {
	access: string;
	refresh?: string;
}

export interface FinishedLogin extends LoginTokens {
	subject: string;
	name?: string;
}

interface LoginAnswer {
	code: string;
	/** RFC 9207. */
	iss?: string;
}

const random = () => randomBytes(32).toString('base64url');

/** Browser logins: authorization code flow of OpenID Connect Core 1.0, 3.1, with PKCE (RFC 7636). */
export class CodeLogin {
	constructor(private readonly parts: CodeLoginParts) {}

	get host(): string {
		return new URL(this.parts.settings.issuer).host;
	}

	/** Returns the browser's target, and the facts to check its answer. @throws TroupeError ISSUER_UNREACHABLE */
	async begin(redirectUri: string): Promise<{ url: string; begun: BegunLogin }> {
		const begun = { state: random(), nonce: random(), verifier: random(), redirectUri };
		const { client, settings } = this.parts;
		const url = new URL(this.#endpoint(await this.parts.keys.find(), 'authorization_endpoint'));
		const fields = {
			response_type: 'code',
			client_id: client.client,
			redirect_uri: redirectUri,
			scope: client.scopes,
			state: begun.state,
			nonce: begun.nonce,
			code_challenge_method: 'S256',
			code_challenge: createHash('sha256').update(begun.verifier).digest('base64url'),
			...this.#target(),
			// The service would demand a login again that is too old or weak.
			...(settings.maxAge !== undefined && { max_age: String(settings.maxAge) }),
			...(settings.acrValues && { acr_values: settings.acrValues.join(' ') }),
		};
		for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
		return { url: url.href, begun };
	}

	/** Exchanges an answer's code. @throws TroupeError ACCESS_DENIED, CREDENTIAL_…, ISSUER_UNREACHABLE */
	async finish({ code, iss }: LoginAnswer, { nonce, verifier, redirectUri }: BegunLogin): Promise<FinishedLogin> {
		const issuer = await this.parts.keys.find();
		const isNamed = issuer.document.authorization_response_iss_parameter_supported === true;
		// RFC 9207, 2.4: a code of another issuer must not reach this one.
		if (iss === undefined ? isNamed : iss !== issuer.issuer) throw refused('the answer is of another issuer', 'mixed');
		const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
		const tokens = await this.#ask(issuer, 'token_endpoint', fields);
		return { ...toTokens(tokens), ...(await this.#readIdToken(tokens.id_token, issuer, nonce)) };
	}

	/** @throws TroupeError CREDENTIAL_INVALID after the end of the login, CREDENTIAL_SERVICE_UNREACHABLE, ISSUER_UNREACHABLE */
	async renew(refresh: string): Promise<LoginTokens> {
		const issuer = await this.parts.keys.find();
		const tokens = await this.#ask(issuer, 'token_endpoint', { grant_type: 'refresh_token', refresh_token: refresh });
		// RFC 6749, 6: the issuer may keep the refresh token.
		return { refresh, ...toTokens(tokens) };
	}

	/** Revokes a refresh token where the issuer can (RFC 7009). @throws TroupeError CREDENTIAL_…, ISSUER_UNREACHABLE */
	async revoke(refresh: string): Promise<void> {
		const issuer = await this.parts.keys.find();
		if (issuer.document.revocation_endpoint === undefined) return;
		const request = this.#request(issuer, 'revocation_endpoint', { token: refresh, token_type_hint: 'refresh_token' });
		const { askTokenServer, findErrorCode } = await import('../../../providers/credentials/oauth/token-request');
		const { status, body } = await askTokenServer(request, this.#send);
		if (status !== 200) throw refused(`it answered ${status} ${findErrorCode(body) ?? ''} to the end of a login`.trim(), 'refused');
	}

	/** Returns the issuer's logout page (RP-Initiated Logout 1.0); undefined without one. @throws TroupeError */
	async findEnd(backTo: string): Promise<string | undefined> {
		const issuer = await this.parts.keys.find();
		if (issuer.document.end_session_endpoint === undefined) return undefined;
		const url = new URL(this.#endpoint(issuer, 'end_session_endpoint'));
		// An ID token as a hint would stay in the browser's history.
		url.searchParams.set('client_id', this.parts.client.client);
		url.searchParams.set('post_logout_redirect_uri', backTo);
		return url.href;
	}

	get #send(): typeof fetch {
		return this.parts.send ?? sendForCredentials;
	}

	/** RFC 8707: an issuer that writes the resource into `aud` is asked for the expected one. */
	#target(): { resource?: string } {
		const { audience } = this.parts.settings;
		return /^https?:\/\//.test(audience) ? { resource: audience } : {};
	}

	#endpoint({ document }: Issuer, name: string): string {
		const url = document[name];
		if (typeof url === 'string' && isSafeUrl(url)) return url;
		throw unreachable(this.parts.settings.issuer, `its ${name} is not an https address`);
	}

	#request(issuer: Issuer, endpoint: string, fields: Record<string, string>) {
		const { client, secretFile } = this.parts.client;
		const methods = issuer.document.token_endpoint_auth_methods_supported;
		const isInBody = Array.isArray(methods) && !methods.includes('client_secret_basic');
		const data = {
			clientId: client,
			clientSecret: secretFile === undefined ? '' : readSecretFile(secretFile),
			accessTokenUrl: this.#endpoint(issuer, endpoint),
			authentication: isInBody ? 'body' : 'header',
		};
		return clientRequest('of the console', data, { ...fields, ...(endpoint === 'token_endpoint' && this.#target()) });
	}

	#ask(issuer: Issuer, endpoint: string, fields: Record<string, string>): Promise<OauthTokens> {
		return requestTokens(this.#request(issuer, endpoint, fields), this.#send);
	}

	/** Core, 3.1.3.7: binds the login to this browser. */
	async #readIdToken(token: unknown, issuer: Issuer, nonce: string): Promise<Pick<FinishedLogin, 'subject' | 'name'>> {
		const options = { issuer: issuer.issuer, audience: this.parts.client.client, algorithms, clockTolerance: toleranceSeconds };
		const { payload } = await jwtVerify(String(token), issuer.keys, { ...options, requiredClaims: ['exp', 'iat', 'sub', 'nonce'] }).catch(
			(cause: unknown) => {
				throw refused(`its ID token is refused: ${getErrorMessage(cause)}`, 'refused');
			},
		);
		if (payload.nonce !== nonce) throw refused('its ID token is of another login', 'expired');
		const names = [payload.name, payload.preferred_username, payload.email].filter((name) => typeof name === 'string');
		const named = names.map((name) => name.replaceAll(/\p{C}/gu, '').trim().slice(0, 100)).find((name) => name !== '');
		return { subject: payload.sub!, name: named };
	}
}

const toTokens = ({ access_token: access, refresh_token: refresh }: OauthTokens): LoginTokens => ({
	access,
	...(typeof refresh === 'string' && refresh !== '' && { refresh }),
});

function readSecretFile(path: string): string {
	try {
		return readFileSync(path, 'utf8').trim();
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The secret of the console cannot be read from ${path}: ${getErrorMessage(cause)}.`,
			fix: 'Write the secret of the client into this file, or name another with TROUPE_OIDC_CONSOLE_SECRET_FILE.',
			cause,
		});
	}
}
