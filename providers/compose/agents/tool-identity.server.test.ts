/** The servers of tools learn which agent calls, by tokens that they verify with a library of their own. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import type { Acting } from '../../../core/ports/access/identity';
import type { Tool } from '../../../core/ports/tools/tools';
import { performCall } from '../../../core/tools/perform-call';
import type { ReadyCall } from '../../../core/tools/read-call';
import { startFakeServer } from '../../../sandbox/fakes/fake-server';
import { startTestServer } from '../../../test/fakes/mcp/test-server';
import { keyPeriodMs, listIdentityKeys } from '../state/host-identity';
import { composeTools } from './tools';

const never = new AbortController().signal;
const audience = 'https://bank.example';
const issuer = 'https://troupe.example.com';
const acting: Acting = {
	agent: { id: 'clerk', version: '1.2.0', sha256: 'ab'.repeat(32) },
	callers: [],
	runId: 'run-1',
	host: 'mcp',
	asker: ['person:ada', 'group:finance'],
};
const agentName = 'spiffe://troupe.example.com/tenant/default/agent/clerk';

let folder: string;
let now: number;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-identity-'));
	now = Date.UTC(2026, 10, 26);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = { now: () => now, sleep: () => Promise.resolve() };
const host = (changes: object = {}) => ({
	...{ providers: {}, stateFolder: folder, database: '', clock, allowPrivateNetworks: true, allowCredentials: true },
	...{ environment: { TROUPE_PUBLIC_URL: issuer }, ...changes },
});

async function open(define: object, changes: object = {}, by: Acting = acting, place: string | null = folder): Promise<Tool> {
	const about = {
		id: 'clerk',
		version: '1.2.0',
		name: 'A',
		purpose: 'P',
		prompt: 'P',
		guardrails: { personalData: { types: [] } },
		limits: {},
	};
	const definition = await parseAgentDefinition({ ...about, tools: { define: [define] } }, 'agent.json');
	const [tool] = await composeTools(definition, host(changes), place ?? undefined).toolSources![0]!.tools(never, by);
	return tool!;
}
const call = (tool: Tool) => tool.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 10_000 });
const http = (url: string, more: object = {}) => ({
	...{ kind: 'http', name: 'pay', description: 'Pays.', parameters: { type: 'object' }, method: 'POST', url: `${url}/pay` },
	identity: { audience },
	...more,
});

/** As a receiver does it: the issuer's keys, its name, the audience, the one algorithm. */
async function verify(token: string, expected = audience): Promise<JWTPayload> {
	const keys = createLocalJWKSet({ keys: (await listIdentityKeys(host())).map(({ publicKey }) => publicKey) });
	const options = { issuer, audience: expected, algorithms: ['ES256'], currentDate: new Date(now), requiredClaims: ['exp', 'sub', 'jti'] };
	return (await jwtVerify(token, keys, options)).payload;
}

async function receive(define: (url: string) => object, by?: Acting) {
	const server = await startFakeServer(({ headers }) => ({ status: 200, body: `got ${headers.authorization}` }));
	try {
		const tool = await open(define(server.url), {}, by);
		const result = await call(tool);
		return { headers: server.calls[0]!.headers, result, tool, server };
	} finally {
		await server.close();
	}
}
const bearer = (value = '') => value.replace(/^Bearer /, '');

test('an HTTP tool is told agent, version, run and tenant for two minutes, and the model never reads the token', async () => {
	const { headers, result } = await receive((url) => http(url));
	const claims = await verify(bearer(headers.authorization));
	expect(claims).toMatchObject({
		...{ iss: issuer, sub: agentName, aud: audience, exp: now / 1000 + 120 },
		troupe: { tenant: 'default', agent: 'clerk', version: '1.2.0', sha256: 'ab'.repeat(32), run: 'run-1', host: 'mcp' },
	});
	expect(claims).not.toHaveProperty('act');
	expect(JSON.stringify(claims)).not.toContain('ada');
	expect(result.text).toBe('got Bearer [SECRET]');
	await expect(verify(bearer(headers.authorization), 'https://other.example')).rejects.toThrow(/"aud"/);
});

test.each([
	['subject', 'ada'],
	['pseudonym', expect.stringMatching(/^[\w-]{43}$/)],
])('the person goes along as the %s, and the agents act for them (stacklok/toolhive#5194)', async (person, sub) => {
	const by = { ...acting, callers: [{ id: 'boss', version: '1.0.0' }] };
	const { headers } = await receive((url) => http(url, { identity: { audience, person } }), by);
	const boss = 'spiffe://troupe.example.com/tenant/default/agent/boss';
	expect(await verify(bearer(headers.authorization))).toMatchObject({ sub, act: { sub: agentName, act: { sub: boss } } });
});

test.each<[string, Acting['asker']]>([
	['nobody', []],
	['a group', ['group:finance']],
	['the operator', 'operator'],
])('a tool that is told the person is not opened for %s', async (_, asker) => {
	const tool = http('https://bank.example', { identity: { audience, person: 'subject' } });
	await expect(open(tool, {}, { ...acting, asker })).rejects.toThrow(/nobody is known/);
});

test('beside a secret of its own, the token has the header that the definition names', async () => {
	const { headers } = await receive((url) =>
		http(url, { headers: { authorization: 'Basic abc' }, identity: { audience, header: 'workload-identity-token' } }),
	);
	expect(headers.authorization).toBe('Basic abc');
	expect(await verify(headers['workload-identity-token'] as string)).toMatchObject({ sub: agentName });
});

test('each request to an MCP server has it, also the first', async () => {
	const server = await startTestServer();
	try {
		await call(await open({ kind: 'mcp', server: 'bank', url: server.url, tools: ['echo'], identity: { audience } }));
		expect(server.headers.length).toBeGreaterThan(2);
		for (const { authorization } of server.headers) expect(await verify(bearer(authorization))).toMatchObject({ sub: agentName });
	} finally {
		server.close();
	}
});

test.each(['http', 'mcp'])(
	'the token names the call, and the arguments by their hash: %s (oktadev/okta-cross-app-access-mcp#17)',
	async (kind) => {
		const [server, mcp] = await Promise.all([startFakeServer(() => ({ status: 200, body: 'ok' })), startTestServer()]);
		try {
			const define =
				kind === 'http'
					? http(server.url, { parameters: { type: 'object', properties: { text: { type: 'string' }, n: { type: 'integer' } } } })
					: { kind, server: 'bank', url: mcp.url, tools: ['echo'], identity: { audience } };
			const tool = await open(define);
			const make = (callId: string, input: Record<string, unknown>) =>
				performCall(
					{ tool: { tool } as ReadyCall['tool'], callId, input },
					{ timeoutMs: 5_000, resultCharacters: 1_000 },
					{ signal: never, idempotencyKey: 'k' },
				);
			await Promise.all([make('c1', { text: 'x' }), make('c2', { text: 'y' })]);
			const headers = kind === 'http' ? server.calls.map((one) => one.headers) : mcp.headers;
			const claims = await Promise.all(headers.map(({ authorization }) => verify(bearer(authorization))));
			const calls = claims.map(({ troupe }) => (troupe as { call?: { id: string } }).call);
			for (const [id, args] of [
				['c1', '{"text":"x"}'],
				['c2', '{"text":"y"}'],
			] as const) {
				const argumentsSha256 = createHash('sha256').update(args).digest('hex');
				expect(calls.filter((one) => one?.id === id)).toEqual([{ id, tool: tool.name, argumentsSha256 }]);
			}
			// Those that open the session belong to no call.
			expect(calls.filter((one) => one === undefined).length > 0).toBe(kind === 'mcp');
		} finally {
			mcp.close();
			await server.close();
		}
	},
);

test.each(['http', 'mcp'])(
	'a redirect to another server takes no token along: %s (NousResearch/hermes-agent#10031) (Azure/azure-sdk-for-net#59606)',
	async (kind) => {
		const thief = await startFakeServer(() => ({ status: 200, body: 'thanks' }));
		const server = await startFakeServer(() => ({ status: 307, headers: { location: `${thief.url}/steal` }, body: '' }));
		try {
			const define =
				kind === 'http' ? http(server.url, { method: 'GET' }) : { kind, server: 'bank', url: server.url, identity: { audience } };
			await open(define)
				.then(call)
				.catch(() => undefined);
			expect(server.calls.length).toBeGreaterThan(0);
			for (const { headers } of thief.calls) expect(headers.authorization).toBeUndefined();
		} finally {
			await Promise.all([server.close(), thief.close()]);
		}
	},
);

test('each request has a token of its own, which ends: one that is repeated can be refused', async () => {
	const server = await startFakeServer(() => ({ status: 200, body: 'ok' }));
	try {
		const tool = await open(http(server.url));
		await call(tool);
		await call(tool);
		const [first, second] = server.calls.map(({ headers }) => bearer(headers.authorization));
		expect((await verify(first!)).jti).not.toBe((await verify(second!)).jti);
		now += 121_000;
		await expect(verify(first!)).rejects.toThrow(/"exp"/);
	} finally {
		await server.close();
	}
});

test('the key changes each week; its successor is known before, and it is known a week longer', async () => {
	const token = bearer((await receive((url) => http(url))).headers.authorization);
	const ids = async () => (await listIdentityKeys(host())).map(({ publicKey }) => publicKey.kid);
	const before = await ids();
	expect(new Set(before).size).toBe(3);
	expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT', kid: before[1] });
	now += keyPeriodMs;
	expect((await ids()).slice(0, 2)).toEqual(before.slice(1));
	now += keyPeriodMs;
	expect(await ids()).not.toContain(before[1]);
});

test.each<[string, object, object, RegExp]>([
	['a connection that others can read', { url: 'http://bank.example/pay' }, {}, /not encrypted/],
	['an installation without a public address', {}, { environment: {} }, /no public address/],
	['a host that stores nothing', {}, { stateFolder: undefined }, /nothing is stored/],
])('%s gets no token', async (_, tool, changes, message) => {
	await expect(open(http('https://bank.example', tool), changes)).rejects.toThrow(message);
});

test('a definition that comes with a request gets no token: its author could choose any name', async () => {
	await expect(open(http('https://bank.example'), {}, acting, null)).rejects.toThrow(/comes with a request/);
});

test.each<[string, object, RegExp]>([
	['that headers has', { headers: { Authorization: 'x' } }, /headers has too/],
	['of the connection', { identity: { audience, header: 'host' } }, /set by the connection/],
])('a header %s is refused', async (_, more, problem) => {
	await expect(open(http('https://bank.example', more))).rejects.toThrow(problem);
});
