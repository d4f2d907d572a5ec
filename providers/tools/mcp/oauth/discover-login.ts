import type { AuthorizationServerMetadata, OAuthProtectedResourceMetadata } from '@modelcontextprotocol/client';
import { createProofKey } from '../../../../core/base/network/dpop-key';
import { isTroupeError, TroupeError } from '../../../../core/base/errors';
import { isSafeUrl } from '../../../../core/base/network/loopback';
import type { CredentialData } from '../../../../core/ports/access/credentials';
import { readBytes } from '../../../http/read-bytes';

interface ClientChoice {
	clientId?: string;
	clientSecret?: string;
	/** The client's authorization server and token address: either says where the secret goes. */
	issuer?: string;
	accessTokenUrl?: string;
	/** https address of a client id metadata document, used as client id. */
	metadataUrl?: string;
	redirectUri: string;
}

/** RFC 8414, 3.3, but ignores a trailing slash: 3.1 drops it, and many servers write it in only one of the two documents. */
function checkIssuer(url: string, named: string, { issuer }: AuthorizationServerMetadata): void {
	if (!isSameIssuer(named, issuer))
		throw wrong(url, `the metadata of its authorization server ${hostOf(named)} are missing or invalid: another issuer`);
}

const isSameIssuer = (one: string, other: string): boolean => one.replace(/\/$/, '') === other.replace(/\/$/, '');

function checkServer(url: string, server: AuthorizationServerMetadata): void {
	const { code_challenge_methods_supported: methods, authorization_endpoint, token_endpoint, registration_endpoint } = server;
	if (!methods?.includes('S256')) throw wrong(url, 'its authorization server does not say that it supports PKCE with S256');
	for (const address of [authorization_endpoint, token_endpoint, registration_endpoint])
		if (address !== undefined && !isSafeUrl(address))
			throw wrong(url, `its authorization server uses ${hostOf(address)} without encryption`);
}

/** An MCP server names its authorization server, but not the one that a client and its secret are for. */
function checkOwner(url: string, metadata: AuthorizationServerMetadata, { clientSecret, issuer, accessTokenUrl }: ClientChoice): void {
	const isNamed = issuer === undefined ? accessTokenUrl === metadata.token_endpoint : isSameIssuer(issuer, metadata.issuer);
	const isOwn = issuer === undefined && accessTokenUrl === undefined && new URL(metadata.issuer).origin === new URL(url).origin;
	const needsOwner = clientSecret !== undefined || issuer !== undefined;
	if (needsOwner && !isNamed && !isOwn) throw otherOwner(url, metadata.issuer, issuer);
}

const hostOf = (address: string): string => URL.parse(address)?.host ?? 'an address that is not a URL';

const wrong = (url: string, why: string) =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `Nobody can log in for the MCP server ${hostOf(url)}: ${why}.`,
		fix: 'Ask its operator for another way, such as a token for "headers" in the definition.',
	});

const otherOwner = (url: string, issuer: string, own = 'a server that its file does not name') =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The MCP server ${hostOf(url)} names the authorization server ${issuer}. The client is of ${own}, so nothing was sent.`,
		fix: `If you created the client at ${hostOf(issuer)}, add "issuer": "${issuer}" to the file of --client. Otherwise do not log in.`,
	});

interface DiscoveredLogin {
	/** RFC 8707: what the token is for. */
	resource: string;
	scope?: string;
	server: AuthorizationServerMetadata;
}

const timeoutMs = 15_000;
const maxBytes = 256 * 1024;
const maxScopes = 50;

/**
 * Discovers an MCP server's login: resource metadata (RFC 9728) by challenge or well-known address, then its authorization server (RFC 8414, OpenID
 * Connect). Calls only addresses that `send` allows, encrypted unless on this machine. @throws TroupeError CREDENTIAL_INVALID,
 * CREDENTIAL_SERVICE_UNREACHABLE, ADDRESS_REFUSED
 */
export async function discoverLogin(url: string, send: typeof fetch, scopes?: string[]): Promise<DiscoveredLogin> {
	const { discoverAuthorizationServerMetadata, discoverOAuthProtectedResourceMetadata } = await import('@modelcontextprotocol/client');
	const fetchFn = boundedFetch(send);
	try {
		const challenge = await askForChallenge(url, fetchFn);
		const { resourceMetadataUrl } = challenge;
		const metadata = await discoverOAuthProtectedResourceMetadata(url, { ...(resourceMetadataUrl && { resourceMetadataUrl }) }, fetchFn);
		const resource = await checkResource(url, metadata);
		const [issuer] = metadata.authorization_servers ?? [];
		if (issuer === undefined) throw wrong(url, 'its metadata name no authorization server');
		const server = await discoverAuthorizationServerMetadata(issuer, { fetchFn, skipIssuerValidation: true });
		if (!server) throw wrong(url, `its authorization server ${hostOf(issuer)} has no metadata`);
		checkIssuer(url, issuer, server);
		checkServer(url, server);
		const wanted = scopes ?? challenge.scope?.split(' ') ?? metadata.scopes_supported ?? [];
		// Without it, many servers send no refresh token.
		const offline = server.scopes_supported?.includes('offline_access') ? ['offline_access'] : [];
		const scope = [...new Set([...wanted, ...offline])].slice(0, maxScopes).join(' ');
		return { resource, server, ...(scope !== '' && { scope }) };
	} catch (error) {
		throw toError(url, error);
	}
}

/**
 * Returns fields of n8n's OAuth2 type for a PKCE login. Uses the known client, else its metadata document if supported, else registers one (RFC
 * 7591). @throws TroupeError CREDENTIAL_INVALID
 */
export async function prepareLogin(
	url: string,
	{ resource, scope, server }: DiscoveredLogin,
	choice: ClientChoice,
	send: typeof fetch,
): Promise<CredentialData> {
	const client = await chooseClient(url, server, choice, send, scope);
	const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
	return {
		grantType: 'pkce',
		authUrl: server.authorization_endpoint,
		accessTokenUrl: server.token_endpoint,
		...client,
		...(scope !== undefined && { scope }),
		// RFC 8707, 2: in both requests.
		authQueryParameters: new URLSearchParams({ resource }).toString(),
		resource,
		authentication: methods.includes('client_secret_basic') ? 'header' : 'body',
		issuer: server.issuer,
		isIssuerSent: server.authorization_response_iss_parameter_supported === true,
		// RFC 9449, 5.1: binds the tokens to a key if the server supports it.
		...(takesProofs(server) && { proofKey: createProofKey() }),
		mcpServer: url,
		allowedHttpRequestDomains: 'domains',
		allowedDomains: new URL(url).hostname,
	};
}

function takesProofs(server: object): boolean {
	const { dpop_signing_alg_values_supported: algorithms } = server as { dpop_signing_alg_values_supported?: unknown };
	return Array.isArray(algorithms) && algorithms.includes('ES256');
}

async function chooseClient(
	url: string,
	metadata: AuthorizationServerMetadata,
	choice: ClientChoice,
	send: typeof fetch,
	scope?: string,
): Promise<{ clientId: string; clientSecret?: string }> {
	const { clientId, clientSecret, metadataUrl, redirectUri } = choice;
	checkOwner(url, metadata, choice);
	if (clientId !== undefined) return { clientId, ...(clientSecret && { clientSecret }) };
	if (metadataUrl !== undefined && metadata.client_id_metadata_document_supported === true) return { clientId: metadataUrl };
	if (metadata.registration_endpoint === undefined) throw noClient(url, metadata.issuer);
	const { registerClient } = await import('@modelcontextprotocol/client');
	const clientMetadata = {
		client_name: 'Troupe',
		redirect_uris: [redirectUri],
		grant_types: ['authorization_code', 'refresh_token'],
		response_types: ['code'],
		token_endpoint_auth_method: 'none',
		application_type: 'native' as const,
	};
	try {
		const registered = await registerClient(metadata.issuer, { metadata, clientMetadata, scope, fetchFn: boundedFetch(send) });
		return { clientId: registered.client_id, ...(registered.client_secret && { clientSecret: registered.client_secret }) };
	} catch (error) {
		throw toError(url, error);
	}
}

interface Challenge {
	resourceMetadataUrl?: URL;
	scope?: string;
}

async function askForChallenge(url: string, send: typeof fetch): Promise<Challenge> {
	const { extractWWWAuthenticateParams } = await import('@modelcontextprotocol/client');
	const response = await send(url, { headers: { accept: 'text/event-stream' } });
	if (response.status !== 401) return {};
	const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
	// Another server's metadata would redirect this one's tokens.
	const isOwn = resourceMetadataUrl?.origin === new URL(url).origin;
	return { ...(isOwn && { resourceMetadataUrl }), ...(scope && { scope }) };
}

async function checkResource(url: string, { resource }: OAuthProtectedResourceMetadata): Promise<string> {
	const { checkResourceAllowed } = await import('@modelcontextprotocol/client');
	if (checkResourceAllowed({ requestedResource: url, configuredResource: resource })) return resource;
	throw wrong(url, `its metadata are those of ${hostOf(resource)}`);
}

function boundedFetch(send: typeof fetch): typeof fetch {
	return async (input, init) => {
		const address = input instanceof Request ? input.url : String(input);
		if (!isSafeUrl(address)) throw new TypeError(`${hostOf(address)} is not encrypted`);
		const response = await send(input, { ...init, signal: AbortSignal.timeout(timeoutMs) });
		if (response.status === 204 || !response.body) return new Response(null, { status: response.status, headers: response.headers });
		const { bytes, cut } = await readBytes(response.body, maxBytes);
		if (cut) throw new TypeError('the answer is too large');
		return new Response(Buffer.from(bytes), { status: response.status, headers: response.headers });
	};
}

function toError(url: string, error: unknown): TroupeError {
	if (isTroupeError(error)) return error;
	const { code } = ((error as Error).cause ?? error) as { code?: unknown };
	const isOffline = typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_\w+)$/.test(code);
	// Does not quote a foreign server.
	return isOffline ? unreachable(url, code) : wrong(url, 'its metadata, or those of its authorization server, are missing or invalid');
}

const unreachable = (url: string, code: string) =>
	new TroupeError({
		code: 'CREDENTIAL_SERVICE_UNREACHABLE',
		message: `The MCP server ${hostOf(url)}, or its authorization server, cannot be reached (${code}).`,
		fix: 'Check the address and the network of this machine.',
		retryable: true,
	});

const noClient = (url: string, issuer: string) =>
	new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The authorization server ${hostOf(issuer)} of ${hostOf(url)} registers no clients by itself.`,
		fix: 'Create a client there, and name its file with --client: {"clientId": "…", "clientSecret": "…", "issuer": "…"}. Or pass --client-metadata.',
	});
