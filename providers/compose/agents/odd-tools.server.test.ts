import type { AgentEvent } from '../../../core/agents/agent-event';
import { runAgent } from '../../../core/agents/run-agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { startTestServer, type TestServer } from '../../../test/fakes/mcp/test-server';
import { composeAgent } from './agent';

type Message = { method?: string; id?: number; params?: { cursor?: string } };

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());

/** Runs an agent with the tools of a server that lists these pages, or what `list` answers. */
async function run(list: (params: Message['params']) => object, toolNames?: string[]) {
	server.seen.length = 0;
	server.intercept = (message: Message, response) => {
		if (message.method !== 'tools/list') return false;
		const result = { jsonrpc: '2.0', id: message.id, result: list(message.params) };
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
		return true;
	};
	const model = scriptedChatModel('Done.');
	const definition = {
		id: 'clerk',
		version: '1.0.0',
		name: 'Clerk',
		purpose: 'Answers.',
		prompt: 'Answer.',
		model: { extractive: false },
		tools: { define: [{ kind: 'mcp', server: 'crm', url: server.url, ...(toolNames && { tools: toolNames }) }] },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
		limits: {},
	};
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, inline: { allowPrivateNetworks: true, secrets: () => '' } };
	const events: AgentEvent[] = [];
	const parts = await composeAgent({ kind: 'inline', definition }, host);
	const onEvent = (event: AgentEvent) => void events.push(event);
	const outcome = await runAgent({ message: 'Hi', conversationId: 'c' }, { ...parts, onEvent }, new AbortController().signal);
	const odd = events.flatMap((event) =>
		event.kind === 'tool-left-out' || event.kind === 'tool-relaxed' ? [`${event.kind} ${event.tool}`] : [],
	);
	const offered = model.requests[0]?.tools?.map(({ name }) => name);
	return { outcome, offered, odd, pages: server.seen.filter((line) => line === 'POST tools/list').length };
}

const plain = { name: 'plain', inputSchema: { type: 'object' } };

it.each<[string, unknown, string[]]>([
	[
		'an expression that looks around',
		{ name: 'odd', inputSchema: { type: 'object', properties: { to: { type: 'string', pattern: '^(?!x)' } } } },
		['tool-relaxed odd'],
	],
	[
		'an expression that looks back',
		{ name: 'odd', inputSchema: { type: 'object', properties: { to: { type: 'string', pattern: '(?<!x)y' } } } },
		['tool-relaxed odd'],
	],
	[
		'a reference to nothing',
		{ name: 'odd', inputSchema: { type: 'object', properties: { a: { $ref: '#/$defs/none' } } } },
		['tool-relaxed odd'],
	],
	[
		'a schema that is not one of an object (sandialabs/atlas-ui-3#727)',
		{ name: 'odd', inputSchema: { type: 'string' } },
		['tool-left-out odd'],
	],
	['a schema that is null (IvanMurzak/Unity-MCP#440)', { name: 'odd', inputSchema: null }, []],
	['no schema (mastra-ai/mastra#21859)', { name: 'odd' }, []],
	[
		'alternatives at the top (anthropics/claude-code#88049)',
		{ name: 'odd', inputSchema: { anyOf: [{ type: 'object', properties: {} }] } },
		[],
	],
	['properties that are a list', { name: 'odd', inputSchema: { type: 'object', properties: ['a'] } }, ['tool-left-out odd']],
	['the name of another', { ...plain, description: 'The same again.' }, ['tool-left-out plain']],
	['a name of many words', { name: 'very.odd/name with spaces', inputSchema: { type: 'object' } }, []],
	['a description that is not a text', { name: 'odd', description: { en: 'Odd.' }, annotations: 7, inputSchema: { type: 'object' } }, []],
	['no name', { inputSchema: { type: 'object' } }, []],
	['nothing at all', null, []],
	[
		'an output that is described oddly (opentokenz/mcpx#28)',
		{ name: 'odd', inputSchema: { type: 'object' }, outputSchema: { $id: 'x' } },
		[],
	],
])('a tool with %s ends neither the run nor the other tools', async (_, tool, told) => {
	const { outcome, offered, odd } = await run(() => ({ tools: [plain, tool] }));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(offered).toContain('plain');
	expect(odd).toEqual(told);
});

it.each<[string, (params: Message['params']) => object, number]>([
	['an empty cursor (modelcontextprotocol/csharp-sdk#1072)', () => ({ tools: [plain], nextCursor: '' }), 1],
	[
		'an empty cursor after the last page (modelcontextprotocol/java-sdk#628)',
		(params) => (params?.cursor ? { tools: [{ ...plain, name: 'plain' }], nextCursor: '' } : { tools: [plain], nextCursor: 'a' }),
		2,
	],
	['a cursor that is null', () => ({ tools: [plain], nextCursor: null }), 1],
	['the same cursor again (DeusData/codebase-memory-mcp#1247)', () => ({ tools: [plain], nextCursor: 'a' }), 2],
	['another cursor each time, and the same tools', (params) => ({ tools: [plain], nextCursor: `${params?.cursor ?? ''}a` }), 2],
	['a page without tools between two others', (params) => (params?.cursor ? { tools: [plain] } : { tools: [], nextCursor: 'a' }), 2],
])('a list with %s ends', async (_, list, expected) => {
	const { outcome, offered, odd, pages } = await run(list);
	expect(outcome.kind).toBe('reply');
	expect([offered, odd, pages]).toEqual([['plain'], [], expected]);
});

it('names a tool that an agent needs and its server does not list', async () => {
	await expect(run(() => ({ tools: [plain] }), ['plain', 'other'])).rejects.toMatchObject({
		code: 'TOOL_INVALID',
		details: { tool: 'other' },
	});
});

it('names a server whose answer is not a list', async () => {
	await expect(run(() => ({ tools: 'none' }))).rejects.toMatchObject({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: expect.stringContaining('crm'),
	});
});
