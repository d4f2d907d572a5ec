import { createHash, randomBytes } from 'node:crypto';
import { startFakeServer, type FakeCall, type FakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

/** Google's OAuth2 servers for installed apps and limited devices, and one of its APIs. */
export interface GoogleOauth extends Pick<FakeServer, 'url' | 'calls' | 'close'> {
	/** What the console offers as a file. */
	client: { installed: Record<string, string> };
	/** Requests to the token endpoint. */
	tokenCalls(): FakeCall[];
	/** Returns the scopes of an access token, separated by spaces; undefined for one that is not valid. */
	findScope(accessToken: string): string | undefined;
	/** Access tokens end; refresh tokens stay. */
	expire(): void;
	/** The person withdraws the access: refresh tokens and access tokens end. */
	revoke(): void;
	/** The person answers on the other device. */
	decideDevice(allowed: boolean): void;
	/** While it is down, it answers 503. */
	setDown(isDown: boolean): void;
}

interface GoogleOptions {
	/** Validity of access tokens. */
	tokenSeconds?: number;
	/** A refresh token works once, as at servers that rotate them (RFC 9700, 4.14.2). Google itself does not. */
	rotates?: boolean;
	/** Validity of the grant, of apps in testing: sent as `refresh_token_expires_in`. */
	grantSeconds?: number;
	deviceIntervalSeconds?: number;
}

interface Grant {
	scope: string;
	redirectUri: string;
	challenge: string;
	isOffline: boolean;
}

const clientId = 'client.apps.googleusercontent.com';
const clientSecret = 'GOCSPX-secret';
const deviceScopes = /^(?:email|openid|profile|https:\/\/www\.googleapis\.com\/auth\/(?:drive\.(?:appdata|file)|youtube(?:\.readonly)?))$/;

export async function startGoogleOauth(options: GoogleOptions = {}): Promise<GoogleOauth> {
	const { tokenSeconds = 3_599, rotates = false, grantSeconds, deviceIntervalSeconds = 0.01 } = options;
	const codes = new Map<string, Grant>();
	const refreshTokens = new Map<string, string>();
	const accessTokens = new Map<string, string>();
	let device: { code: string; scope: string; decision?: boolean } | undefined;
	let isDown = false;

	const giveTokens = (scope: string, isOffline: boolean): WireAnswer => {
		const access = `ya29.${randomBytes(8).toString('hex')}`;
		accessTokens.set(access, scope);
		const refresh = isOffline ? `1//${randomBytes(8).toString('hex')}` : undefined;
		if (refresh) refreshTokens.set(refresh, scope);
		const grant = grantSeconds === undefined ? {} : { refresh_token_expires_in: grantSeconds };
		return json(200, {
			access_token: access,
			expires_in: tokenSeconds,
			scope,
			token_type: 'Bearer',
			...(refresh && { refresh_token: refresh }),
			...grant,
		});
	};
	const authorize = (query: URLSearchParams): WireAnswer => {
		const redirect = URL.parse(query.get('redirect_uri') ?? '');
		const isLoopback = redirect?.protocol === 'http:' && /^(?:127\.0\.0\.1|localhost)$/.test(redirect.hostname);
		if (query.get('client_id') !== clientId) return page(401, 'Error 401: invalid_client');
		if (!isLoopback) return page(400, 'Error 400: redirect_uri_mismatch');
		if (query.get('response_type') !== 'code' || !query.get('scope')) return page(400, 'Error 400: invalid_request');
		if (query.get('code_challenge') && query.get('code_challenge_method') !== 'S256') return page(400, 'Error 400: invalid_request');
		const code = `4/${randomBytes(8).toString('hex')}`;
		codes.set(code, {
			...{ scope: query.get('scope')!, redirectUri: query.get('redirect_uri')!, challenge: query.get('code_challenge') ?? '' },
			isOffline: query.get('access_type') === 'offline' && query.get('prompt') === 'consent',
		});
		redirect.searchParams.set('code', code);
		redirect.searchParams.set('state', query.get('state') ?? '');
		return { status: 302, headers: { location: redirect.href }, body: '' };
	};
	const exchangeCode = (form: Record<string, string>): WireAnswer => {
		const grant = codes.get(form.code ?? '');
		codes.delete(form.code ?? '');
		if (!grant) return refuse(400, 'invalid_grant', 'Malformed auth code.');
		if (grant.redirectUri !== form.redirect_uri) return refuse(400, 'redirect_uri_mismatch', 'Bad Request');
		const challenge = createHash('sha256')
			.update(form.code_verifier ?? '')
			.digest('base64url');
		if (grant.challenge !== '' && grant.challenge !== challenge) return refuse(400, 'invalid_grant', 'Invalid code verifier.');
		return giveTokens(grant.scope, grant.isOffline);
	};
	const refresh = ({ refresh_token: token = '' }: Record<string, string>): WireAnswer => {
		const scope = refreshTokens.get(token);
		if (scope === undefined) return refuse(400, 'invalid_grant', 'Token has been expired or revoked.');
		if (rotates) refreshTokens.delete(token);
		return giveTokens(scope, rotates);
	};
	const pollDevice = ({ device_code: code }: Record<string, string>): WireAnswer => {
		if (device?.code !== code) return refuse(400, 'invalid_grant', 'Malformed device code.');
		if (device!.decision === undefined) return refuse(428, 'authorization_pending', 'Precondition Required');
		return device!.decision ? giveTokens(device!.scope, true) : refuse(403, 'access_denied', 'Forbidden');
	};
	const token = (form: Record<string, string>): WireAnswer => {
		if (form.client_id !== clientId || form.client_secret !== clientSecret) return refuse(401, 'invalid_client', 'Unauthorized');
		switch (form.grant_type) {
			case 'authorization_code':
				return exchangeCode(form);
			case 'refresh_token':
				return refresh(form);
			case 'urn:ietf:params:oauth:grant-type:device_code':
				return pollDevice(form);
			default:
				return refuse(400, 'unsupported_grant_type', `Invalid grant_type: ${form.grant_type}`);
		}
	};
	const startDevice = (form: Record<string, string>): WireAnswer => {
		if (form.client_id !== clientId) return refuse(401, 'invalid_client', 'The OAuth client was not found.');
		if (!form.scope?.split(' ').every((scope) => deviceScopes.test(scope)))
			return refuse(400, 'invalid_scope', 'Invalid device flow scope');
		device = { code: `AH-1Ng-${randomBytes(8).toString('hex')}`, scope: form.scope };
		const times = { expires_in: 1_800, interval: deviceIntervalSeconds };
		return json(200, { device_code: device.code, user_code: 'GQVQ-JKEC', verification_url: 'https://www.google.com/device', ...times });
	};
	const server = await startFakeServer(({ method, path, headers, body }) => {
		if (isDown) return page(503, 'The server is temporarily unavailable.');
		const { pathname, searchParams } = new URL(path, 'http://fake');
		if (method === 'GET' && pathname === '/auth') return authorize(searchParams);
		if (method === 'GET' && pathname === '/me') {
			const known = accessTokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '');
			return known ? json(200, { email: 'ana@example.com' }) : json(401, { error: { code: 401, status: 'UNAUTHENTICATED' } });
		}
		if (method !== 'POST' || !headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return page(404, 'Not found');
		const form = Object.fromEntries(new URLSearchParams(String(body)));
		if (pathname === '/token') return token(form);
		return pathname === '/device/code' ? startDevice(form) : page(404, 'Not found');
	});
	const urls = { auth_uri: `${server.url}/auth`, token_uri: `${server.url}/token`, device_uri: `${server.url}/device/code` };
	return {
		...{ url: server.url, calls: server.calls, close: () => server.close() },
		client: { installed: { client_id: clientId, client_secret: clientSecret, ...urls } },
		tokenCalls: () => server.calls.filter(({ path }) => path === '/token'),
		findScope: (token) => accessTokens.get(token),
		expire: () => accessTokens.clear(),
		revoke() {
			refreshTokens.clear();
			accessTokens.clear();
		},
		decideDevice: (allowed) => void (device && (device.decision = allowed)),
		setDown: (down) => void (isDown = down),
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json; charset=utf-8' },
	body: JSON.stringify(body),
});

const refuse = (status: number, error: string, description: string): WireAnswer => json(status, { error, error_description: description });

const page = (status: number, text: string): WireAnswer => ({ status, headers: { 'content-type': 'text/html' }, body: text });
