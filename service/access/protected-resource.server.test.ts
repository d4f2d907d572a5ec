/** What a client without a token is told, as the official package reads it. */
import {
	checkResourceAllowed,
	Client,
	discoverOAuthProtectedResourceMetadata,
	extractWWWAuthenticateParams,
	StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { startTestService } from '../../test/support/offering-service';

let shared: Awaited<ReturnType<typeof startTestService>>;
let sharedIssuer: Awaited<ReturnType<typeof startOidcIssuer>>;
beforeAll(async () => {
	sharedIssuer = await startOidcIssuer();
	shared = await startTestService([], {}, { TROUPE_OIDC_ISSUER: sharedIssuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe' });
});
afterAll(() => Promise.all([shared.close(), sharedIssuer.close()]));

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function open(environment: Record<string, string> = {}) {
	const service = await startTestService(['Hello.'], {}, environment);
	closers.push(() => service.close());
	return service;
}

test('the challenge leads to the metadata, and these to the issuer, whose tokens are taken (stacklok/toolhive#2203)', async () => {
	const issuer = await startOidcIssuer();
	closers.push(() => issuer.close());
	const { url } = await open({
		TROUPE_OIDC_ISSUER: issuer.issuer,
		TROUPE_OIDC_AUDIENCE: 'troupe',
		TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
	});
	const refused = await fetch(`${url}/mcp`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
	const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(refused);
	expect([refused.status, resourceMetadataUrl?.href, scope]).toEqual([
		401,
		`${url}/.well-known/oauth-protected-resource/mcp`,
		'agent:run agent:decide process:run process:read',
	]);
	const metadata = await discoverOAuthProtectedResourceMetadata(`${url}/mcp`);
	expect(metadata).toMatchObject({ resource: `${url}/mcp`, authorization_servers: [issuer.issuer], bearer_methods_supported: ['header'] });
	expect(checkResourceAllowed({ requestedResource: `${url}/mcp`, configuredResource: metadata.resource })).toBe(true);
	expect(await (await fetch(`${url}/.well-known/oauth-protected-resource`)).json()).toEqual({ ...metadata, resource: `${url}/` });
	const connect = async (token: string) => {
		const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
		const requestInit = { headers: { authorization: `Bearer ${token}` } };
		await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }));
		closers.push(() => client.close());
		return client;
	};
	expect((await (await connect(await issuer.sign())).listTools()).tools.map(({ name }) => name)).toContain('clerk');
	// A token for another service is not passed on, and not taken.
	await expect(connect(await issuer.sign({ aud: 'another' }))).rejects.toThrow();
});

test.each([
	['POST', '/a2a/clerk', '/a2a', undefined],
	['GET', '/api/v1/usage', '/api/v1', 'usage:read'],
	['GET', '/api/v1/operations', '/api/v1', undefined],
	['GET', '/api/v1/runs/x', '/api/v1', 'run:read'],
	['GET', '/v2/topology', '/v2', undefined],
])(
	'%s %s is refused with the metadata of %s, and says whether there was a token (RFC 6750, RFC 9728)',
	async (method, path, resource, scope) => {
		const { url } = shared;
		for (const [token, error] of [
			[undefined, undefined],
			['wrong', 'invalid_token'],
		] as const) {
			const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
			const refused = await fetch(url + path, { method, headers, ...(method === 'POST' && { body: '{}' }) });
			const told = extractWWWAuthenticateParams(refused);
			expect([refused.status, told.error, told.scope]).toEqual([401, error, scope]);
			expect(told.resourceMetadataUrl?.href).toBe(`${url}/.well-known/oauth-protected-resource${resource}`);
			expect(await (await fetch(told.resourceMetadataUrl!)).json()).toMatchObject({ resource: `${url}${resource}` });
		}
	},
);

test('without an issuer, there is nothing to discover: people give out keys', async () => {
	const { url } = await open();
	const refused = await fetch(`${url}/mcp`, { method: 'POST' });
	expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="troupe"');
	expect((await fetch(`${url}/.well-known/oauth-protected-resource/mcp`)).status).toBe(404);
});
