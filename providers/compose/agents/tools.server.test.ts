import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { composeTools } from './tools';
import type { ToolHost } from '../hosts/tool-host';
import { toolsFromEnvironment } from '../settings/tools-from-environment';

const never = new AbortController().signal;
const headers = { authorization: 'Bearer ${CRM_KEY}' };
const http = {
	kind: 'http',
	name: 'orders',
	description: 'Orders.',
	parameters: { type: 'object', properties: { q: {} } },
	method: 'GET',
	url: 'https://api.example.com/orders',
	headers,
};
const program = { kind: 'mcp', server: 'files', command: 'no-such-program-anywhere', env: { KEY: '${CRM_KEY}' } };

async function compose(define: object[], host: ToolHost = {}) {
	const guardrails = { personalData: { types: [] } };
	const definition = await parseAgentDefinition(
		{ id: 'a', version: '1.0.0', name: 'A', purpose: 'P', prompt: 'P', guardrails, limits: {}, tools: { define } },
		'agent.json',
	);
	return composeTools(definition, { providers: {}, ...host });
}
const secrets = (value?: string): ToolHost => ({ secrets: () => value });

test('an agent without tools has none', async () => expect(await compose([])).toEqual({}));

test("a definition's tools take no argument that it does not name", async () => {
	const { toolSources } = await compose([http], secrets('k'));
	const [tool] = await toolSources![0]!.tools(never);
	expect(tool).toMatchObject({ name: 'orders', source: 'definition', effect: 'reads', parameters: { additionalProperties: false } });
});

test('tools for leads are those that the definition lists, and fail without the key, which ends no run', async () => {
	const leads = { kind: 'leads', url: 'https://abcd.supabase.co', key: '${SUPABASE_KEY}', team: 'vendas' };
	const open = async (definition: object, host?: ToolHost) => (await compose([definition], host)).toolSources![0]!.tools(never);
	const all = ['read_lead', 'update_lead', 'create_budget', 'create_company', 'store_deal'];
	expect((await open(leads, secrets('k'))).map(({ name }) => name)).toEqual(all);
	const [tool, ...others] = await open({ ...leads, tools: ['update_lead'] }, secrets('k'));
	expect(tool).toMatchObject({ name: 'update_lead', effect: 'reversible' });
	expect(others).toEqual([]);
	const [read] = await open(leads);
	const call = read!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 100, person: 'c' });
	await expect(call).rejects.toMatchObject({ code: 'LEADS_REFUSED', details: { secret: 'SUPABASE_KEY' } });
});

test('tools for leads call no private network unless the host allows it', async () => {
	const define = [{ kind: 'leads', url: 'http://127.0.0.1:54321', key: '${SUPABASE_KEY}', team: 'vendas' }];
	const [read] = await (await compose(define, secrets('k'))).toolSources![0]!.tools(never);
	const call = read!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 100, person: 'c' });
	await expect(call).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
});

const withoutSecret = (why: string) => ({
	code: 'TOOL_INVALID',
	message: expect.stringMatching(`orders needs the secret CRM_KEY.*${why}`) as string,
	fix: expect.stringContaining('TROUPE_TOOL_SECRET_CRM_KEY') as string,
	details: { secret: 'CRM_KEY' },
});

test.each([
	['is not there', undefined],
	['is blank', ' '],
])('a secret that %s fails the calls of its tool, which ends no run', async (_, value) => {
	const [tool] = await (await compose([http], secrets(value))).toolSources![0]!.tools(never);
	expect(tool).toMatchObject({ name: 'orders', parameters: { additionalProperties: false } });
	const call = tool!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 100 });
	await expect(call).rejects.toMatchObject(withoutSecret('does not have'));
});

test('a secret that is two lines is an error that names it and not what it holds', async () => {
	const { toolSources } = await compose([http], secrets('a\r\nx-admin: 1'));
	await expect(toolSources![0]!.tools(never)).rejects.toMatchObject(withoutSecret('line break'));
});

test('the host is told which server a secret is for, and that a program is not one', async () => {
	const asked: unknown[] = [];
	const host: ToolHost = { secrets: (name, server) => (asked.push([name, server]), 'k'), allowPrograms: true, isPublished: true };
	const server = { kind: 'mcp', server: 'crm', url: 'https://crm.example.com:8443/mcp', headers };
	for (const source of (await compose([http, server, program], host)).toolSources!)
		await source.tools(AbortSignal.abort()).catch(() => undefined);
	expect(new Set(asked.map(String))).toEqual(new Set(['CRM_KEY,api.example.com', 'CRM_KEY,crm.example.com', 'CRM_KEY,']));
});

test('a program is started only where the host lets it', async () => {
	const refused = (await compose([program], secrets('k'))).toolSources![0]!;
	await expect(refused.tools(never)).rejects.toMatchObject({
		code: 'TOOL_SOURCE_UNREACHABLE',
		fix: expect.stringContaining('TROUPE_ALLOW_PROGRAMS'),
	});
	await refused.close();
	const allowed = (await compose([program], { ...secrets('k'), allowPrograms: true, isPublished: true })).toolSources![0]!;
	await expect(allowed.tools(never)).rejects.toMatchObject({ code: 'TOOL_INVALID', message: expect.stringContaining('not installed') });
	await allowed.close();
});

test('servers that are not on the list of the host are not called, nor is one that they redirect to', async () => {
	const server = { kind: 'mcp', server: 'crm', url: 'https://crm.example.com/mcp' };
	const agent = { kind: 'a2a', name: 'weather', url: 'https://weather.example.com' };
	const called: string[] = [];
	const outside: typeof fetch = async (input, init) => (called.push(`${(input as URL).href} ${init?.redirect}`), Response.error());
	const host = { outside, toolServers: ['https://*.example.org', 'http://crm.example.com', 'https://crm.example.com:8443'] };
	for (const source of (await compose([server, agent], host)).toolSources!)
		await expect(source.tools(never)).rejects.toMatchObject({
			code: 'TOOL_SOURCE_UNREACHABLE',
			fix: expect.stringMatching(/add https:\/\/\w+\.example\.com to TROUPE_TOOL_SERVERS/) as string,
		});
	expect(called).toEqual([]);
	const [listed] = (await compose([server], { ...host, toolServers: ['https://*.example.com'] })).toolSources!;
	await listed!.tools(never).catch(() => undefined);
	expect(new Set(called)).toEqual(new Set(['https://crm.example.com/mcp manual']));
});

test('private networks are closed to tools, and open where the host says so', async () => {
	const local = { ...http, url: 'http://127.0.0.1:1/', headers: {} };
	const call = async (host: ToolHost) => {
		const [tool] = await (await compose([local], host)).toolSources![0]!.tools(never);
		return tool!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 100 });
	};
	await expect(call({})).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
	expect(await call({ allowPrivateNetworks: true })).toMatchObject({ kind: 'error', text: expect.stringContaining('ECONNREFUSED') });
});

test('what a server says back of a secret is kept from the model', async () => {
	const secret = 'k3y-"of"-the-crm';
	const server = createServer(({ headers: told }, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ told: told.authorization }));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const { toolSources } = await compose([{ ...http, url: `http://127.0.0.1:${port}/` }], {
		...secrets(secret),
		allowPrivateNetworks: true,
	});
	const [tool] = await toolSources![0]!.tools(never);
	const { text } = await tool!.call({}, { signal: never, idempotencyKey: 'k', resultCharacters: 100 });
	server.close();
	server.closeAllConnections();
	expect(text).toBe('{"told":"Bearer [SECRET]"}');
});

test('the environment says what tools may do, nothing by itself', () => {
	expect(toolsFromEnvironment({})).toMatchObject({ allowPrivateNetworks: false, allowPrograms: false });
	const given = toolsFromEnvironment({
		TROUPE_ALLOW_PRIVATE_NETWORKS: ' TRUE ',
		TROUPE_ALLOW_PROGRAMS: '1',
		TROUPE_TOOL_SECRET_CRM_KEY: 'k',
		CRM_OTHER: 'x',
	});
	expect(given).toMatchObject({ allowPrivateNetworks: true, allowPrograms: false });
	expect(
		toolsFromEnvironment({ TROUPE_ALLOW_PROGRAMS: '/etc/programs.json', TROUPE_TOOL_SERVERS: 'https://A.example.com/, x' }),
	).toMatchObject({
		...{ allowPrograms: '/etc/programs.json', toolServers: ['https://a.example.com', 'x'] },
		inline: { allowPrivateNetworks: false },
	});
	expect([given.secrets('CRM_KEY'), given.secrets('CRM_OTHER')]).toEqual(['k', undefined]);
});

test('a secret of the environment goes to its servers only, and to no program', () => {
	const { secrets } = toolsFromEnvironment({
		TROUPE_TOOL_SECRET_CRM_KEY: 'k',
		TROUPE_TOOL_SECRET_CRM_KEY_SERVERS: 'CRM.example.com, *.example.org',
		TROUPE_TOOL_SECRET_MCP_SERVERS: 'a secret of its own',
	});
	for (const server of ['crm.example.com', 'a.example.org']) expect(secrets('CRM_KEY', server)).toBe('k');
	for (const server of ['example.org', 'crm.example.com.evil.test', undefined])
		expect(() => secrets('CRM_KEY', server)).toThrow(
			expect.objectContaining({ code: 'TOOL_INVALID', fix: expect.stringContaining('TROUPE_TOOL_SECRET_CRM_KEY_SERVERS') }) as Error,
		);
	// The list itself is not a secret; one whose name only looks like a list is.
	expect([secrets('CRM_KEY_SERVERS', 'a.test'), secrets('MCP_SERVERS', 'a.test')]).toEqual([undefined, 'a secret of its own']);
});

test('definitions that come with a request get what their caller asks for, not what the environment allows', () => {
	const allowing = { TROUPE_TOOL_SECRET_CRM_KEY: 'k', TROUPE_ALLOW_PROGRAMS: 'true' };
	expect(toolsFromEnvironment({ ...allowing, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' }).inline).toEqual({ allowPrivateNetworks: false });
	expect(toolsFromEnvironment(allowing, true).inline).toEqual({ allowPrivateNetworks: true });
});

test('private networks are opened by who asks for it, unless the operator forbids it', () => {
	expect(toolsFromEnvironment({}, true)).toMatchObject({ allowPrivateNetworks: true });
	for (const forbidden of [{ TROUPE_ALLOW_PRIVATE_NETWORKS: 'false' }, { N8N_SSRF_PROTECTION_ENABLED: 'true' }])
		expect(() => toolsFromEnvironment(forbidden, true)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }) as Error);
});
