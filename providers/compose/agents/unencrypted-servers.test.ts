import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import { checkWebhookAddress } from '../../http/check-webhook-address';
import { ChromaServer } from '../../knowledge/chroma/chroma-server';
import { createOpenAiChatModel } from '../../models/openai/openai-chat-model';
import { composeAccess } from '../http/http-access';
import { toolsFromEnvironment } from '../settings/tools-from-environment';
import { composeTools } from './tools';

const never = new AbortController().signal;
const key = { TROUPE_TOOL_SECRET_KEY: 'secret-1' };
const headers = { authorization: 'Bearer ${KEY}' };
const description = 'Knows the orders.';
const plain = 'http://crm.example.com/api';

async function listTools(tool: object, environment: NodeJS.ProcessEnv = key) {
	const guardrails = { personalData: { types: [] } };
	const definition = await parseAgentDefinition(
		{ id: 'a', version: '1.0.0', name: 'A', purpose: 'P', prompt: 'P', guardrails, limits: {}, tools: { define: [tool] } },
		'agent.json',
	);
	return composeTools(definition, { providers: {}, ...toolsFromEnvironment(environment) }).toolSources![0]!.tools(never);
}
const refused = { code: 'TOOL_INVALID', message: expect.stringContaining('not encrypted') as string };
const http = { kind: 'http', name: 'orders', description, parameters: { type: 'object' }, method: 'GET', url: plain, headers };

test.each<[string, object]>([
	['an MCP server', { kind: 'mcp', server: 'crm', url: plain, headers }],
	['an MCP server with a credential', { kind: 'mcp', server: 'crm', url: plain, credential: 'crm' }],
	['a tool over HTTP', http],
	['an agent of others', { kind: 'a2a', name: 'crm', description, url: plain, headers }],
	['a store of leads', { kind: 'leads', url: 'http://crm.example.com', key: '${KEY}', team: 'sales' }],
])('%s on another machine gets no secret without encryption (danieljustus/symaira-vault#257)', (_what, tool) =>
	expect(listTools(tool)).rejects.toMatchObject(refused),
);

test.each<[string, object]>([
	['an MCP server', { kind: 'mcp', server: 'crm', url: plain }],
	['a tool over HTTP', http],
	['an agent of others', { kind: 'a2a', name: 'crm', description, url: plain }],
])('%s gets no token that is written in the definition either (14790897/MiqroForge-Desktop#949)', async (_what, tool) => {
	for (const name of ['Authorization', 'x-api-key', 'Cookie'])
		await expect(listTools({ ...tool, headers: { [name]: 'abc' } })).rejects.toMatchObject(refused);
});

test('other headers go to a server without encryption', async () => {
	await expect(listTools({ ...http, headers: { accept: 'text/plain' } })).resolves.toMatchObject([{ name: 'orders' }]);
});

test.each<[string, (environment: NodeJS.ProcessEnv) => Promise<unknown>]>([
	['the address of a webhook', (environment) => checkWebhookAddress('http://93.184.215.14/hook', false, environment)],
	['the token of Chroma', async () => new ChromaServer({ url: 'http://chroma:8000', token: 'abc' })],
	[
		'the key of a model',
		() => createOpenAiChatModel({ apiKey: 'abc', baseUrl: 'http://models.lan/v1' }, 'm').generate({ messages: [] }, never),
	],
	[
		'a header of a gateway of models',
		() =>
			createOpenAiChatModel({ apiKey: '', baseUrl: 'http://models.lan/v1', headers: { 'cf-token': 'x' } }, 'm').generate(
				{ messages: [] },
				never,
			),
	],
])('%s goes to another machine only with encryption, or if the operator lists the server', async (_what, call) => {
	await expect(call({})).rejects.toMatchObject({ fix: expect.stringMatching(/^Use https.* to TROUPE_UNENCRYPTED_SERVERS\.$/) as string });
	const listed = { TROUPE_UNENCRYPTED_SERVERS: 'http://93.184.215.14, http://chroma:8000, http://models.lan' };
	Object.assign(process.env, listed);
	const error: unknown = await call(listed).then(
		() => undefined,
		(fault: unknown) => fault,
	);
	delete process.env.TROUPE_UNENCRYPTED_SERVERS;
	expect(JSON.stringify(error ?? '')).not.toContain('ncrypt');
});

test('one whose operator lists it with its scheme does, and so does one on this machine', async () => {
	const allowed = { ...key, TROUPE_TOOL_SECRET_KEY_SERVERS: 'http://crm.example.com' };
	await expect(listTools(http, allowed)).resolves.toMatchObject([{ name: 'orders' }]);
	await expect(listTools({ ...http, url: 'http://127.0.0.1:9/api' })).resolves.toMatchObject([{ name: 'orders' }]);
	await expect(listTools({ ...http, url: 'https://crm.example.com/api' })).resolves.toMatchObject([{ name: 'orders' }]);
});

test('a request of a process takes no secret along without encryption either', async () => {
	const host = toolsFromEnvironment({ ...key, TROUPE_TOOL_SECRET_KEY_SERVERS: 'crm.example.com' });
	const access = (url: string) => composeAccess({ kind: 'bearer', token: '${KEY}' }, new URL(url), host, never);
	await expect(access(plain)).rejects.toMatchObject(refused);
	await expect(access('https://crm.example.com/api')).resolves.toMatchObject({ headers: { authorization: 'Bearer secret-1' } });
});
