import { createHash, randomBytes } from 'node:crypto';
import { type FakeCall, type FakeServer, startFakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

/** An authorization server for MCP servers: metadata (RFC 8414), registration (RFC 7591), codes with PKCE, resources (RFC 8707), rotating refresh tokens. */
export interface McpAuthorization extends Pick<FakeServer, 'url' | 'calls' | 'close'> {
	/** Returns true if a token gives access to the resource now. */
	accepts(token: string, resource: string): boolean;
	/** Returns whether a request proves the key that its token is bound to. */
	isProven(token: string, request: ProvenCall): Promise<boolean>;
	/** Ends all access tokens, as a server does that restarts. */
	expire(): void;
	tokenCalls(): FakeCall[];
	/** A client that was created by hand. */
	client: { clientId: string; clientSecret: string };
}

interface McpAuthorizationOptions {
	/** The resources that it knows. */
	resources: () => string[];
	/** Fields of the metadata in place of the right ones. */
	metadata?: (url: string) => object;
	/** The `iss` of its answers in place of its own. */
	issuer?: string;
	tokenSeconds?: number;
	/** Binds tokens to the key of the client, and asks for this nonce in proofs (RFC 9449). */
	proofNonce?: string;
}

interface ProvenCall {
	proof?: string;
	method: string;
	url: string;
}

interface Client {
	secret?: string;
	redirectUris: string[];
}

export async function startMcpAuthorization(options: McpAuthorizationOptions): Promise<McpAuthorization> {
	const { resources, metadata = () => ({}), issuer, tokenSeconds = 3_600, proofNonce } = options;
	const byHand = { clientId: 'by-hand', clientSecret: 'secret-of-by-hand' };
	const clients = new Map<string, Client>([[byHand.clientId, { secret: byHand.clientSecret, redirectUris: [] }]]);
	const codes = new Map<string, { client: string; redirectUri: string; challenge: string; resource: string; scope: string }>();
	const accessTokens = new Map<string, string>();
	/** The thumbprint of the key of each token. */
	const boundTo = new Map<string, string>();
	const refreshTokens = new Map<string, { client: string; resource: string; scope: string }>();

	const describe = () => ({
		issuer: server.url,
		authorization_endpoint: `${server.url}/authorize`,
		token_endpoint: `${server.url}/token`,
		registration_endpoint: `${server.url}/register`,
		response_types_supported: ['code'],
		grant_types_supported: ['authorization_code', 'refresh_token'],
		code_challenge_methods_supported: ['S256'],
		token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
		authorization_response_iss_parameter_supported: true,
		...(proofNonce !== undefined && { dpop_signing_alg_values_supported: ['ES256'] }),
		...metadata(server.url),
	});
	const register = (body: { redirect_uris?: string[]; token_endpoint_auth_method?: string }): WireAnswer => {
		const uris = body.redirect_uris ?? [];
		const areLocal = uris.every((uri) => /^(?:127\.0\.0\.1|localhost)$/.test(URL.parse(uri)?.hostname ?? ''));
		if (uris.length === 0 || !areLocal || body.token_endpoint_auth_method !== 'none') return refuse(400, 'invalid_client_metadata');
		const id = `client-${randomBytes(6).toString('hex')}`;
		clients.set(id, { redirectUris: uris });
		return json(201, { ...body, client_id: id });
	};
	const authorize = (query: URLSearchParams): WireAnswer => {
		const [id, uri, resource] = ['client_id', 'redirect_uri', 'resource'].map((name) => query.get(name) ?? '') as [string, string, string];
		const isDocument = URL.parse(id)?.protocol === 'https:';
		const client = clients.get(id) ?? (isDocument ? { redirectUris: [] } : undefined);
		if (!client) return refuse(400, 'invalid_client');
		// RFC 8252, 7.3: only the port of this machine is free.
		if (client.redirectUris.length > 0 && !client.redirectUris.includes(uri)) return refuse(400, 'invalid_redirect_uri');
		if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) return refuse(400, 'invalid_request');
		if (!resources().includes(resource)) return refuse(400, 'invalid_target');
		const code = randomBytes(12).toString('hex');
		if (!clients.has(id)) clients.set(id, client);
		codes.set(code, { client: id, redirectUri: uri, challenge: query.get('code_challenge')!, resource, scope: query.get('scope') ?? '' });
		const back = new URL(uri);
		back.searchParams.set('code', code);
		back.searchParams.set('state', query.get('state') ?? '');
		back.searchParams.set('iss', issuer ?? describe().issuer);
		return { status: 302, headers: { location: back.href }, body: '' };
	};
	const giveTokens = (client: string, resource: string, scope: string, key?: string): WireAnswer => {
		const [access, refresh] = [`at-${randomBytes(12).toString('hex')}`, `rt-${randomBytes(12).toString('hex')}`];
		accessTokens.set(access, resource);
		if (key !== undefined) boundTo.set(access, key);
		refreshTokens.set(refresh, { client, resource, scope });
		return json(200, {
			access_token: access,
			token_type: key === undefined ? 'Bearer' : 'DPoP',
			expires_in: tokenSeconds,
			refresh_token: refresh,
			scope,
		});
	};
	const token = (form: Record<string, string>, authorization = '', key?: string): WireAnswer => {
		const [basicId, basicSecret] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
			.toString()
			.split(':');
		const id = form.client_id ?? basicId ?? '';
		const client = clients.get(id);
		if (!client || client.secret !== (form.client_secret ?? (basicSecret || undefined))) return refuse(401, 'invalid_client');
		if (form.grant_type === 'refresh_token') {
			const grant = refreshTokens.get(form.refresh_token ?? '');
			// RFC 9700, 4.14.2: it works once.
			refreshTokens.delete(form.refresh_token ?? '');
			if (!grant || grant.client !== id || grant.resource !== form.resource) return refuse(400, 'invalid_grant');
			return giveTokens(id, grant.resource, grant.scope, key);
		}
		const grant = codes.get(form.code ?? '');
		codes.delete(form.code ?? '');
		const challenge = createHash('sha256')
			.update(form.code_verifier ?? '')
			.digest('base64url');
		const isRight = grant?.client === id && grant.redirectUri === form.redirect_uri && grant.challenge === challenge;
		if (form.grant_type !== 'authorization_code' || !isRight) return refuse(400, 'invalid_grant');
		if (grant.resource !== form.resource) return refuse(400, 'invalid_target');
		return giveTokens(id, grant.resource, grant.scope, key);
	};
	const server = await startFakeServer(async ({ method, path, headers, body }) => {
		const { pathname, searchParams } = new URL(path, 'http://fake');
		if (pathname === '/.well-known/oauth-authorization-server') return json(200, describe());
		if (method === 'GET' && pathname === '/authorize') return authorize(searchParams);
		if (method === 'POST' && pathname === '/register') return register(body as object);
		if (method === 'POST' && pathname === '/token' && proofNonce !== undefined) {
			const proof = await readProof({ proof: String(headers.dpop), method, url: `${server.url}/token` });
			const isFresh = proof?.nonce === proofNonce;
			if (!isFresh) return { ...refuse(400, 'use_dpop_nonce'), headers: { 'content-type': 'application/json', 'dpop-nonce': proofNonce } };
			return token(Object.fromEntries(new URLSearchParams(String(body))), headers.authorization, proof.key);
		}
		if (method === 'POST' && pathname === '/token')
			return token(Object.fromEntries(new URLSearchParams(String(body))), headers.authorization);
		return { status: 404, body: 'no such page' };
	});
	return {
		...{ url: server.url, calls: server.calls, close: () => server.close() },
		accepts: (value, resource) => accessTokens.get(value) === resource,
		isProven: async (value, request) => {
			const proof = await readProof(request);
			const ath = createHash('sha256').update(value).digest('base64url');
			return proof !== undefined && proof.key === boundTo.get(value) && proof.ath === ath && proof.nonce === proofNonce;
		},
		expire: () => accessTokens.clear(),
		tokenCalls: () => server.calls.filter(({ path }) => path === '/token'),
		client: byHand,
	};
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
const refuse = (status: number, error: string): WireAnswer => json(status, { error });

async function readProof({ proof = '', method, url }: ProvenCall) {
	const { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } = await import('jose');
	const read = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', maxTokenAge: 60 }).catch(() => undefined);
	if (!read || read.payload.htm !== method || read.payload.htu !== url) return undefined;
	const { nonce, ath } = read.payload;
	return { nonce, ath, key: await calculateJwkThumbprint(read.protectedHeader.jwk!) };
}
