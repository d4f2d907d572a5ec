/** The login for an MCP server, typed as its user does, and what an agent does with it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServer } from '../../providers/compose/agents/mcp-tools';
import { composeCredentials } from '../../providers/compose/credentials/credentials';
import { runHttpTask } from '../../providers/compose/http/http-task';
import { runWorkflowTask } from '../../providers/compose/workflows/workflow-task';
import { type McpAuthorization, startMcpAuthorization } from '../../test/fakes/mcp-authorization';
import { waitUntil } from '../../test/support/wait-until';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
const closers: Array<() => unknown> = [];
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-mcp-login-'));
	process.env.TROUPE_ALLOW_PRIVATE_NETWORKS = 'true';
});
afterEach(async () => {
	delete process.env.TROUPE_ALLOW_PRIVATE_NETWORKS;
	for (const close of closers.splice(0).reverse()) await close();
	rmSync(home, { recursive: true, force: true });
});

type Options = Partial<Parameters<typeof startMcpAuthorization>[0]>;

/** An MCP server of 2026-07-28 that takes tokens of an authorization server only. */
async function start(options: Options = {}, change: (metadata: Record<string, unknown>, url: string) => object = (metadata) => metadata) {
	let resource = '';
	const authorization: McpAuthorization = await startMcpAuthorization({ resources: () => [resource], ...options });
	closers.push(() => authorization.close());
	const seen: Array<string | undefined> = [];
	const http = createServer((request, response) => {
		const answer = async () => {
			const json = { 'content-type': 'application/json' };
			const metadata = { resource, authorization_servers: [authorization.url], scopes_supported: ['tools:read'] };
			if (request.url === '/.well-known/oauth-protected-resource/mcp')
				return response.writeHead(200, json).end(JSON.stringify(change(metadata, resource)));
			const body = await text(request);
			const token = request.headers.authorization?.replace(/^(?:Bearer|DPoP) /, '');
			if (token === undefined || !authorization.accepts(token, resource)) {
				const origin = new URL(resource).origin;
				const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp", scope="tools:call"`;
				return response.writeHead(401, { 'www-authenticate': challenge }).end();
			}
			const proof = { proof: request.headers.dpop as string | undefined, method: request.method!, url: resource };
			if (options.proofNonce !== undefined && !(await authorization.isProven(token, proof))) {
				const nonce = { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': options.proofNonce };
				return response.writeHead(401, nonce).end();
			}
			seen.push(token);
			const { id, method } = JSON.parse(body) as { id: number; method: string };
			const result =
				method === 'server/discover'
					? {
							supportedVersions: ['2026-07-28'],
							capabilities: { tools: {} },
							serverInfo: { name: 'crm', version: '1' },
							resultType: 'complete',
						}
					: method === 'tools/list'
						? { tools: [{ name: 'who', inputSchema: { type: 'object' } }], resultType: 'complete', ttlMs: 0, cacheScope: 'private' }
						: { content: [{ type: 'text', text: `token ${token}` }], resultType: 'complete' };
			return response.writeHead(200, json).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
		};
		void answer();
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	closers.push(() => (http.close(), http.closeAllConnections()));
	resource = `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
	return { url: resource, authorization, seen };
}

/** Logs in as a person does: types the command, and opens the address that it shows. */
async function login(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...pick('TROUPE_ALLOW_PRIVATE_NETWORKS') });
	const running = runTroupe(['credentials', 'login', 'crm', ...args], terminal);
	let isDone = false;
	const ended = running.finally(() => (isDone = true));
	const address = () => /Open this address in a browser on this machine:\n(\S+)/.exec(terminal.noted.join('\n'))?.[1];
	const shown = await waitUntil('the address to log in', () => address() ?? (isDone ? 'none' : undefined));
	if (shown !== 'none') {
		const page = await fetch(shown);
		if (page.status >= 400) throw new Error(`the login page says ${page.status} ${await page.text()}`);
	}
	return { code: await ended, err: terminal.noted.join('\n'), out: terminal.printed.join('\n'), shown };
}
const pick = (name: string) => (process.env[name] === undefined ? {} : { [name]: process.env[name] });

const host = () => ({ stateFolder: home, database: '', allowPrivateNetworks: true, allowCredentials: true });
const never = new AbortController().signal;
const context = { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 };

test('a person logs in where the server says; the agent sends the token to this server alone, renews it, and repeats it to nobody', async () => {
	const { url, authorization, seen } = await start();
	const { code, err, shown } = await login('--mcp', url);
	expect([code, err]).toEqual([0, expect.stringContaining('"credential": "crm"') as string]);
	const query = new URL(shown).searchParams;
	expect(Object.fromEntries(query)).toMatchObject({ resource: url, code_challenge_method: 'S256', scope: 'tools:call' });
	expect(readFileSync(join(home, 'state.db'), 'latin1')).not.toMatch(/[ar]t-[0-9a-f]{24}/);
	expect((await composeCredentials(host()).resolve('crm', 'default')).data).toMatchObject({
		...{ resource: url, allowedDomains: '127.0.0.1', allowedHttpRequestDomains: 'domains' },
	});
	const source = composeServer({ kind: 'mcp', server: 'crm', url, credential: 'crm' }, host());
	closers.push(() => source.close());
	const [who] = await source.tools(never);
	expect(await who!.call({}, context)).toEqual({ kind: 'ok', text: 'token [SECRET]' });
	authorization.expire();
	expect(await who!.call({}, context)).toEqual({ kind: 'ok', text: 'token [SECRET]' });
	expect(new Set(seen).size).toBe(2);
	expect(authorization.tokenCalls()).toHaveLength(2);
});

test('where the server binds tokens to a key, each request is proven with it, so that a stolen token is of no use (guillp/requests_oauth2client#97)', async () => {
	const { url, authorization, seen } = await start({ proofNonce: 'nonce-of-today' });
	expect((await login('--mcp', url)).code).toBe(0);
	const source = composeServer({ kind: 'mcp', server: 'crm', url, credential: 'crm' }, host());
	closers.push(() => source.close());
	const [who] = await source.tools(never);
	expect(await who!.call({}, context)).toEqual({ kind: 'ok', text: 'token [SECRET]' });
	authorization.expire();
	expect(await who!.call({}, context)).toEqual({ kind: 'ok', text: 'token [SECRET]' });
	const request = { url, timeoutMs: 5_000, idempotencyKey: 'k' };
	const body = { id: 1, method: 'tools/list' };
	const byCredential = { kind: 'credential' as const, credential: 'crm' };
	const http = { ...request, method: 'POST' as const, headers: {}, query: {}, body, maxBytes: 10_000, authentication: byCredential };
	expect(await runHttpTask(http, host(), never)).toMatchObject({ status: 200 });
	const called = await runWorkflowTask({ ...request, data: body, credential: 'crm' }, host(), never);
	expect(called).toMatchObject({ kind: 'answer', answer: { status: 200 } });
	const stolen = { authorization: `Bearer ${seen.at(-1)}`, 'content-type': 'application/json' };
	expect((await fetch(url, { method: 'POST', headers: stolen, body: '{}' })).status).toBe(401);
	// Each is asked for the nonce once, and sent again with it.
	expect(authorization.tokenCalls()).toHaveLength(4);
});

test('a client that was created by hand is used, with its secret; the scopes are those that were asked for', async () => {
	const { url, authorization } = await start({ metadata: () => ({ registration_endpoint: undefined }) });
	expect((await login('--mcp', url)).err).toMatch(/registers no clients.*--client/s);
	const file = join(home, 'client.json');
	writeFileSync(file, JSON.stringify({ ...authorization.client, issuer: authorization.url }));
	const { code, shown } = await login('--mcp', url, '--client', file, '--scopes', 'a,b');
	expect([code, new URL(shown).searchParams.get('scope')]).toEqual([0, 'a b']);
	expect(authorization.tokenCalls()[0]!.headers.authorization).toMatch(/^Basic /);
});

test.each([
	['names no server', () => ({})],
	['names another', () => ({ issuer: 'https://login.example' })],
	['is of another token server', () => ({ accessTokenUrl: 'https://login.example/token' })],
])('the secret of a client whose file %s is not sent where the MCP server says (vercel/ai#15963)', async (_, fields) => {
	const { url, authorization } = await start();
	const file = join(home, 'client.json');
	writeFileSync(file, JSON.stringify({ ...authorization.client, ...fields() }));
	const { code, err, shown } = await login('--mcp', url, '--client', file);
	expect([code, err, shown]).toEqual([1, expect.stringMatching(/"issuer": "http.*--client/s) as string, 'none']);
	expect(authorization.tokenCalls()).toEqual([]);
});

test('the file of a console, which says where tokens come from, needs no more', async () => {
	const { url, authorization } = await start();
	const { clientId: client_id, clientSecret: client_secret } = authorization.client;
	const file = join(home, 'client.json');
	writeFileSync(file, JSON.stringify({ web: { client_id, client_secret, token_uri: `${authorization.url}/token` } }));
	expect(await login('--mcp', url, '--client', file)).toMatchObject({ code: 0 });
});

test('a client id metadata document is the client, where the server reads such', async () => {
	const { url } = await start({ metadata: () => ({ client_id_metadata_document_supported: true, registration_endpoint: undefined }) });
	const { code, shown } = await login('--mcp', url, '--client-metadata', 'https://example.com/troupe.json');
	expect([code, new URL(shown).searchParams.get('client_id')]).toEqual([0, 'https://example.com/troupe.json']);
});

test.each<[string, Options, ((metadata: Record<string, unknown>, url: string) => object) | undefined]>([
	['the server itself (anomalyco/opencode#50036)', { metadata: (url) => ({ issuer: `${url}/` }) }, undefined],
	[
		'the resource (modelcontextprotocol/go-sdk#955)',
		{},
		(metadata) => ({ ...metadata, authorization_servers: (metadata.authorization_servers as string[]).map((one) => `${one}/`) }),
	],
])('a slash at the end of the issuer that only %s writes keeps nobody out', async (_, options, change) => {
	const { url, authorization } = await start(options, change);
	expect(await login('--mcp', url)).toMatchObject({ code: 0 });
	expect(authorization.tokenCalls()).toHaveLength(1);
});

test('a code that comes from another server is sent to none', async () => {
	const { url, authorization } = await start({ issuer: 'https://evil.example' });
	await expect(login('--mcp', url)).rejects.toThrow(/400/);
	expect(authorization.tokenCalls()).toEqual([]);
});

test.each<[string, Options, ((metadata: Record<string, unknown>, url: string) => object) | undefined, RegExp]>([
	['metadata of another resource', {}, (metadata) => ({ ...metadata, resource: 'https://other.example/mcp' }), /those of other\.example/],
	['no authorization server', {}, (metadata) => ({ ...metadata, authorization_servers: [] }), /missing or invalid|no authorization server/],
	['an issuer that is not its own', { metadata: () => ({ issuer: 'https://evil.example' }) }, undefined, /missing or invalid/],
	['no PKCE', { metadata: () => ({ code_challenge_methods_supported: ['plain'] }) }, undefined, /PKCE/],
	[
		'a token server without encryption',
		{ metadata: () => ({ token_endpoint: 'http://192.0.2.1/token' }) },
		undefined,
		/without encryption/,
	],
	['metadata without end', {}, (metadata) => ({ ...metadata, resource_name: 'x'.repeat(400_000) }), /missing or invalid/],
	[
		'an authorization server in a private network without encryption',
		{},
		(metadata) => ({ ...metadata, authorization_servers: ['http://10.0.0.1'] }),
		/missing or invalid/,
	],
])('a server with %s is refused before anybody logs in', async (_, options, change, problem) => {
	const { url, authorization } = await start(options, change);
	const { code, err, shown } = await login('--mcp', url);
	expect([code, err, shown]).toEqual([1, expect.stringMatching(problem) as string, 'none']);
	expect(authorization.tokenCalls()).toEqual([]);
});

test('private networks are refused unless the operator allows them', async () => {
	const { url } = await start();
	delete process.env.TROUPE_ALLOW_PRIVATE_NETWORKS;
	expect(await login('--mcp', url)).toMatchObject({ code: 1, err: expect.stringMatching(/private network/) as string, shown: 'none' });
});

test('a definition that comes with a request gets no credential', async () => {
	const { url } = await start();
	await login('--mcp', url);
	const source = composeServer({ kind: 'mcp', server: 'crm', url, credential: 'crm' }, { ...host(), allowCredentials: undefined });
	await expect(source.tools(never)).rejects.toMatchObject({ code: 'TOOL_INVALID', message: expect.stringContaining('"crm"') as string });
});

test('the credential of one server is not sent to another', async () => {
	const [own, other] = [await start(), await start()];
	await login('--mcp', own.url);
	const url = other.url.replace('127.0.0.1', 'localhost');
	const source = composeServer({ kind: 'mcp', server: 'crm', url, credential: 'crm' }, host());
	await expect(source.tools(never)).rejects.toMatchObject({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: expect.stringContaining('localhost') as string,
	});
});

test.each([
	[['--mcp', 'ftp://x'], /--mcp is not/],
	[['--mcp', 'https://a:b@x.example/mcp'], /--mcp is not/],
	[['--mcp', 'https://x.example/mcp', '--device'], /does not go with/],
	[['--mcp', 'https://x.example/mcp', '--client-metadata', 'http://x.example/c'], /--client-metadata is not/],
])('wrong use of %j is refused', async (args, problem) => {
	expect(await login(...args)).toMatchObject({ code: 2, err: expect.stringMatching(problem) as string });
});
