import { createHash, randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { WireAnswer } from './fake-server';

const codeClient = 'troupe-console';

interface Code {
	redirectUri: string;
	challenge: string;
	nonce: string;
	claims: JWTPayload;
	usedAs?: string;
}

type Form = Record<string, string | undefined>;

interface Realm {
	issuer: () => string;
	sign: (claims: JWTPayload) => Promise<string>;
}

/** Browser logins as in Keycloak: single-use codes, PKCE, registered addresses, refresh tokens, end of session. */
export class CodeLogins {
	readonly #codes = new Map<string, Code>();
	readonly #refreshTokens = new Map<string, JWTPayload>();
	/** Allowed return addresses; a star at the end stands for the rest. */
	redirectUris: string[] = [];
	secret?: string;
	person?: JWTPayload;
	refuseWith?: string;
	/** Replaces the `iss` of answers; null: none. */
	sentIssuer?: string | null;
	/** Replaces the requested nonce in ID tokens. */
	nonce?: string;
	tokenSeconds = 300;
	/** A refresh token works once: Keycloak's "Revoke Refresh Token". */
	rotates = true;
	/** Other issuers have refresh tokens of 6 KB. */
	refreshBytes = 300;
	pause?: Promise<void>;

	constructor(private readonly realm: Realm) {}

	readonly paths = {
		authorize: '/protocol/openid-connect/auth',
		revoke: '/protocol/openid-connect/revoke',
		end: '/protocol/openid-connect/logout',
	};

	async authorize(query: URLSearchParams, self: string): Promise<WireAnswer> {
		const client = query.get('client_id');
		const uri = query.get('redirect_uri') ?? '';
		// An unknown address is not told either error.
		if (client !== codeClient) return page(400, 'Client not found.');
		if (!this.#isKnown(uri)) return page(400, 'Invalid parameter: redirect_uri');
		const back = (fields: Record<string, string>) => {
			const url = new URL(uri);
			const iss = this.sentIssuer === undefined ? this.realm.issuer() : this.sentIssuer;
			const sent = {
				state: query.get('state') ?? '',
				session_state: randomBytes(8).toString('hex'),
				...(iss !== null && { iss }),
				...fields,
			};
			for (const [name, value] of Object.entries(sent)) url.searchParams.set(name, value);
			return { status: 302, headers: { location: url.href }, body: '' };
		};
		const fault = this.#judge(query);
		if (fault !== undefined) return back({ error: fault });
		const claims = query.has('as') ? { sub: query.get('as')!, preferred_username: query.get('as')! } : this.person;
		if (!claims) return loginPage(self);
		const code = randomBytes(24).toString('hex');
		this.#codes.set(code, { redirectUri: uri, challenge: query.get('code_challenge')!, nonce: query.get('nonce') ?? '', claims });
		return back({ code });
	}

	#judge(query: URLSearchParams): string | undefined {
		if (query.get('response_type') !== 'code') return 'unsupported_response_type';
		if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return 'invalid_request';
		if (!query.get('scope')?.split(' ').includes('openid')) return 'invalid_scope';
		return query.has('cancel') ? 'access_denied' : this.refuseWith;
	}

	/** Undefined for other clients and grants. */
	async answer(form: Form, authorization = ''): Promise<WireAnswer | undefined> {
		const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
			.toString()
			.split(':');
		// RFC 6749, 2.3.1: as in a form.
		const [basicId, basicSecret] = basic.map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
		if ((form.client_id ?? basicId) !== codeClient) return undefined;
		if ((form.client_secret ?? (basicSecret || undefined)) !== this.secret)
			return refuse(401, 'unauthorized_client', 'Invalid client secret');
		if (form.grant_type === 'refresh_token') return this.#renew(form.refresh_token ?? '');
		if (form.grant_type !== 'authorization_code') return undefined;
		return this.#exchange(form);
	}

	async #exchange(form: Form): Promise<WireAnswer> {
		const code = this.#codes.get(form.code ?? '');
		if (!code) return refuse(400, 'invalid_grant', 'Code not valid');
		if (code.usedAs !== undefined) {
			// A reused code is stolen: its tokens end too.
			this.#refreshTokens.delete(code.usedAs);
			return refuse(400, 'invalid_grant', 'Code not valid');
		}
		if (code.redirectUri !== form.redirect_uri) return refuse(400, 'invalid_grant', 'Incorrect redirect_uri');
		const challenge = createHash('sha256')
			.update(form.code_verifier ?? '')
			.digest('base64url');
		if (challenge !== code.challenge) return refuse(400, 'invalid_grant', 'PKCE verification failed: Invalid code verifier');
		const [refresh, answer] = await this.#give(code.claims, code.nonce);
		code.usedAs = refresh;
		return answer;
	}

	/** RFC 7009. */
	revokeOne(form: Form): WireAnswer {
		this.#refreshTokens.delete(form.token ?? '');
		return { status: 200, body: '' };
	}

	end(query: URLSearchParams): WireAnswer {
		if (query.get('client_id') !== codeClient || !this.#isKnown(query.get('post_logout_redirect_uri') ?? ''))
			return page(400, 'Invalid redirect uri');
		this.person = undefined;
		this.#refreshTokens.clear();
		return { status: 302, headers: { location: query.get('post_logout_redirect_uri')! }, body: '' };
	}

	revokeAll(): void {
		this.#refreshTokens.clear();
	}

	get openLogins(): number {
		return this.#refreshTokens.size;
	}

	#isKnown(uri: string): boolean {
		return this.redirectUris.some((known) => (known.endsWith('*') ? uri.startsWith(known.slice(0, -1)) : uri === known));
	}

	async #renew(token: string): Promise<WireAnswer> {
		await this.pause;
		const claims = this.#refreshTokens.get(token);
		if (!claims) return refuse(400, 'invalid_grant', 'Token is not active');
		if (this.rotates) this.#refreshTokens.delete(token);
		return (await this.#give(claims, undefined, this.rotates ? undefined : token))[1];
	}

	async #give(
		claims: JWTPayload,
		nonce?: string,
		refresh = `rt-${randomBytes(this.refreshBytes).toString('hex')}`,
	): Promise<[string, WireAnswer]> {
		this.#refreshTokens.set(refresh, claims);
		const exp = Math.floor(Date.now() / 1_000) + this.tokenSeconds;
		const access = await this.realm.sign({ azp: codeClient, exp, ...claims });
		const id = { aud: codeClient, azp: codeClient, typ: 'ID', nonce: this.nonce ?? nonce, realm_access: undefined, scope: undefined };
		const answer = { access_token: access, refresh_token: refresh, id_token: await this.realm.sign({ ...claims, ...id }) };
		return [
			refresh,
			json(200, { ...answer, expires_in: this.tokenSeconds, refresh_expires_in: 1_800, token_type: 'Bearer', scope: 'openid' }),
		];
	}
}

const loginPage = (self: string) => {
	const to = self.replaceAll('&', '&amp;');
	return page(
		200,
		`<h1>Sign in to your account</h1><p><a href="${to}&amp;as=ada">Log in as Ada</a></p><p><a href="${to}&amp;cancel=">Cancel</a></p>`,
	);
};

const page = (status: number, body: string): WireAnswer => ({
	status,
	headers: { 'content-type': 'text/html' },
	body: `<link rel="icon" href="data:,">${body}`,
});
const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
const refuse = (status: number, error: string, description: string): WireAnswer => json(status, { error, error_description: description });
