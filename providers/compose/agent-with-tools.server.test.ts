import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { AgentRequest, Decision } from '../../core/agents/agent-request';
import { runAgent } from '../../core/agents/run-agent';
import type { ChatResponse, ToolCall } from '../../core/ports/models/models';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { composeAgent } from './agents/agent';
import { startTestServer, type TestServer } from '../../test/fakes/mcp/test-server';
import { slowTest } from '../../test/support/slow-tests';
import { withViews } from '../../test/support/with-views';

const seen: string[] = [];
const shop = createServer((request, response) => {
	seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
	response.writeHead(200, { 'content-type': 'application/json' }).end('{ "status": "sent" }');
});
let crm: TestServer;
let origin: string;
beforeAll(async () => {
	await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
	origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
	crm = await startTestServer();
});
afterAll(() => {
	crm.close();
	shop.close();
	shop.closeAllConnections();
});
beforeEach(() => {
	seen.length = 0;
	crm.seen.length = 0;
});

const define = () => [
	{
		kind: 'http',
		name: 'order',
		description: 'An order.',
		parameters: { type: 'object', properties: { mail: { type: 'string' } }, required: ['mail'] },
		method: 'GET',
		url: `${origin}/orders/{mail}`,
		headers: { authorization: 'Bearer ${SHOP_KEY}' },
	},
	{ kind: 'mcp', server: 'crm', url: crm.url, tools: ['echo', 'read'] },
];
const calls = (...wanted: Array<[string, object]>): Partial<ChatResponse> => ({
	finish: 'tool-calls',
	toolCalls: wanted.map(([name, input], index): ToolCall => ({ id: `c${index}`, name, arguments: JSON.stringify(input) })),
});

async function ask(rules: object[], message: string, ...steps: Parameters<typeof scriptedChatModel>) {
	const model = scriptedChatModel(...steps);
	const definition = {
		id: 'clerk',
		version: '1.0.0',
		name: 'Clerk',
		purpose: 'Answers.',
		prompt: 'Answer.',
		model: { extractive: false },
		tools: { define: define(), rules },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
		limits: {},
	};
	const inline = { allowPrivateNetworks: true, secrets: () => 'key-of-the-shop' };
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, inline };
	const parts = await composeAgent({ kind: 'inline', definition }, host);
	const run = (request: Partial<AgentRequest>) =>
		runAgent({ message, conversationId: 'c', ...request }, parts, new AbortController().signal);
	return { outcome: await run({}), model, run };
}

slowTest('a run that waited for a person in this process goes on with a session of its own at each server', async () => {
	const { outcome, run } = await ask([{ tool: 'echo', permission: 'ask' }], 'Hi', calls(['echo', { text: 'hi' }]), 'Done.');
	const { state, pending } = outcome as AgentOutcome & { kind: 'needs-human'; reason: 'approval' };
	const decisions: Decision[] = [{ id: pending[0]!.id, kind: 'approval', approved: true }];
	expect(await run({ message: '', resume: { state, decisions: withViews(state, decisions) } })).toMatchObject({
		kind: 'reply',
		reply: 'Done.',
		usage: { toolCalls: 1 },
	});
});

test('a tool gets the personal data of which the model sees a token, and its secret; the model sees neither', async () => {
	const byToken = async (request: { messages: Array<{ content: string }> }) => {
		const token = /\[EMAIL_1_\w+\]/.exec(request.messages.at(-1)!.content)![0];
		return {
			text: '',
			model: 'm',
			usage: { inputTokens: 1, outputTokens: 1, estimated: false },
			finish: 'tool-calls',
			toolCalls: calls(['order', { mail: token }]).toolCalls,
		} as ChatResponse;
	};
	const { outcome, model } = await ask([], 'Where is the order of ana@example.com?', byToken, 'It was sent.');
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'It was sent.' });
	expect(seen).toEqual(['GET /orders/ana%40example.com Bearer key-of-the-shop']);
	expect(model.requests[1]!.messages.at(-1)).toMatchObject({ role: 'tool', content: '{"status":"sent"}' });
	expect(JSON.stringify(model.requests)).not.toMatch(/ana@|key-of-the-shop/);
});

test('tools of a definition and of a server are called side by side, and the session ends with the run', async () => {
	const { outcome, model } = await ask(
		[{ tool: 'read', permission: 'allow' }],
		'Hello',
		calls(['order', { mail: 'x' }], ['read', {}]),
		'Done.',
	);
	expect(outcome).toMatchObject({ kind: 'reply', usage: { toolCalls: 2 } });
	expect(model.requests[0]!.tools!.map(({ name }) => name)).toEqual(['order', 'echo', 'read']);
	expect(model.requests[1]!.messages.slice(-2).map(({ content }) => content)).toEqual(['{"status":"sent"}', 'read']);
	expect(crm.seen.at(-1)).toBe('DELETE');
});

test('a call that no rule allows waits for a person, also one that only reads by the word of its server; one that a rule denies is not made', async () => {
	const { outcome } = await ask([], 'Hello', calls(['echo', { a: 1 }]));
	expect(outcome).toMatchObject({
		kind: 'needs-human',
		reason: 'approval',
		pending: [{ kind: 'approval', tool: 'echo', arguments: { a: 1 } }],
	});
	const claimed = await ask([], 'Hello', calls(['read', {}]));
	expect(claimed.outcome).toMatchObject({ kind: 'needs-human', pending: [{ kind: 'approval', tool: 'read' }] });
	const denied = await ask([{ tool: 'crm_*', permission: 'deny' }], 'Hello', calls(['read', {}]), 'I cannot.');
	expect(denied.outcome).toMatchObject({ kind: 'reply' });
	expect(denied.model.requests[1]!.messages.at(-1)).toMatchObject({ failed: true, content: expect.stringContaining('not permitted') });
	expect(crm.seen.filter((line) => line === 'POST tools/call')).toEqual([]);
});
