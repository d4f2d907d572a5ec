/** Calls that a server answers with a task, in both revisions. The servers are made with their SDKs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type StandardSchemaV1 } from '@modelcontextprotocol/server';
import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { AgentOutcome, RunState } from '../../../../core/agents/agent-outcome';
import { createMemoryRunStore } from '../../../../core/agents/memory-run-store';
import { runAgent } from '../../../../core/agents/run-agent';
import type { ToolContext } from '../../../../core/ports/tools/tools';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, toolAgent } from '../../../../test/fakes/tool-agent';
import { compileForm } from '../../../../test/support/compile-form';
import { waitUntil } from '../../../../test/support/wait-until';
import { guardedFetch } from '../../../http/guarded-fetch';
import { createMcpSource } from '../mcp-source';
import { startStatelessServer } from '../../../../test/fakes/mcp/stateless-server';
import { slowTest } from '../../../../test/support/slow-tests';

const never = new AbortController().signal;
const context: ToolContext = { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 };
const send = guardedFetch({ allowPrivateNetworks: true });

const closers: Array<() => unknown> = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

function over(url: string) {
	const source = createMcpSource({ compileForm, server: 'bank', reach: { kind: 'http', url, headers: {}, send } });
	closers.push(() => source.close());
	return source;
}

const call = async (url: string, more: Partial<ToolContext> = {}) => (await over(url).tools(never))[0]!.call({}, { ...context, ...more });

const anyParams: StandardSchemaV1<unknown, Record<string, unknown>> = {
	'~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value as Record<string, unknown> }) },
};
const task = (status: string, more: object = {}) => ({
	...{
		taskId: 'task-1',
		status,
		createdAt: '2026-07-28T00:00:00Z',
		lastUpdatedAt: '2026-07-28T00:00:00Z',
		ttlMs: 60_000,
		pollIntervalMs: 0,
	},
	...more,
});
const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });
const completed = task('completed', { result: text('paid') });
const asking = (properties: object, key = 'sum') => ({
	inputRequests: {
		[key]: {
			method: 'elicitation/create',
			params: { mode: 'form', message: 'How much?', requestedSchema: { type: 'object', properties } },
		},
	},
});

/** A server of the newer revision whose only tool becomes a task with these states: each is told once, the last one for ever. */
async function startServer(states: Array<object | Error>, intercept?: (method: string, response: ServerResponse) => boolean) {
	const updates: unknown[] = [];
	const left = [...states];
	const server = await startStatelessServer(() => {
		const made = new Server(
			{ name: 'bank', version: '1' },
			{ capabilities: { tools: {}, extensions: { 'io.modelcontextprotocol/tasks': {} } } },
		);
		made.setRequestHandler('tools/list', () => ({ tools: [{ name: 'pay', inputSchema: { type: 'object' as const } }] }));
		made.setRequestHandler('tools/call', () => {
			const { extensions } = made.getClientCapabilities() as { extensions?: object };
			if (!extensions || !('io.modelcontextprotocol/tasks' in extensions)) throw new Error('the client takes no tasks');
			return { ...task('working'), resultType: 'task', content: [] };
		});
		made.setRequestHandler('tasks/get', { params: anyParams }, () => {
			const state = left.length > 1 ? left.shift()! : left[0]!;
			if (state instanceof Error) throw state;
			return state as never;
		});
		made.setRequestHandler('tasks/update', { params: anyParams }, (_, { mcpReq }) => {
			updates.push(mcpReq.inputResponses);
			return {};
		});
		made.setRequestHandler('tasks/cancel', { params: anyParams }, () => ({}));
		return made;
	}, intercept);
	closers.push(server.close);
	const methods = (...wanted: string[]) => server.seen.map(({ method }) => method).filter((one) => wanted.includes(one));
	return { ...server, updates, methods };
}

/** A run of an agent that calls the tool, on stores that outlast it. */
function payer(url: string) {
	const model = scriptedChatModel(calling(['pay', {}, 'p']), async ({ messages }) => ({
		...{ text: `Told: ${messages.at(-1)!.content}`, finish: 'stop' as const, model: 'script:model' },
		usage: { inputTokens: 1, outputTokens: 1, estimated: false },
	}));
	const parts = toolAgent(model, { runs: createMemoryRunStore() });
	const connected = () => ({ ...parts, toolSources: [over(url)] });
	const request = { message: 'Please pay what I owe.', conversationId: 'c', runId: 'r' };
	return { run: (signal = never) => runAgent(request, connected(), signal), connected };
}

describe('2026-07-28', () => {
	test('asks for the task until it has ended, as often as is good for both', async () => {
		const server = await startServer([task('working'), task('working', { pollIntervalMs: 'soon' }), completed]);
		expect(await call(server.url)).toEqual({ kind: 'ok', text: 'paid' });
		expect(server.methods('tools/call', 'tasks/get')).toEqual(['tools/call', 'tasks/get', 'tasks/get', 'tasks/get']);
		expect(server.seen.at(-1)!.headers).toMatchObject({ 'mcp-method': 'tasks/get', 'mcp-name': 'task-1' });
	});

	test.each<[string, object | Error, RegExp]>([
		['failed', task('failed', { error: { code: -32_603, message: 'No money.' } }), /failed: No money\.$/],
		['was cancelled', task('cancelled'), /cancelled the call\.$/],
		['has no result', task('completed', { result: { paid: true } }), /without a result\.$/],
		['has a state of its own', task('sleeping'), /a state of the call that does not exist\.$/],
		['is forgotten', new Error('There is no task.'), /refused the call: There is no task\.$/],
		['asks for a secret', task('input_required', asking({ pin: { type: 'string', format: 'password' } })), /asked a person for a secret/],
		[
			'asks for a model',
			task('input_required', { inputRequests: { m: { method: 'sampling/createMessage', params: {} } } }),
			/does not offer/,
		],
	])('a task that %s is an error for the model', async (_, state, expected) => {
		const { kind, text, said } = await call((await startServer([state])).url);
		expect([kind, [text, said].filter(Boolean).join(': ')]).toEqual(['error', expect.stringMatching(expected)]);
	});

	test('a task that asks a person suspends the run, and the answer goes to the same task', async () => {
		const waiting = task('input_required', asking({ amount: { type: 'number' } }));
		const server = await startServer([task('working'), waiting, waiting, completed]);
		const { run, connected } = payer(server.url);
		const { state, pending } = (await run()) as Extract<AgentOutcome, { state: RunState }>;
		expect(pending).toMatchObject([{ id: 'p.1.1', kind: 'question', question: expect.stringContaining('How much?') as string }]);
		const decisions = [{ id: 'p.1.1', kind: 'question' as const, answer: '5' }];
		const end = await runAgent({ message: '', conversationId: '', resume: { state, decisions } }, connected(), never);
		expect(end.reply).toBe('Told: paid');
		expect(server.updates).toEqual([{ sum: { action: 'accept', content: { amount: 5 } } }]);
		expect(server.methods('tools/call')).toHaveLength(1);
	});

	slowTest('a task that never stops asking is given up', async () => {
		const forms = Array.from({ length: 8 }, (_, index) => task('input_required', asking({ amount: { type: 'number' } }, `sum${index}`)));
		const server = await startServer(forms);
		const { run, connected } = payer(server.url);
		let last: AgentOutcome = await run();
		for (let round = 1; 'state' in last && round <= 8; round += 1) {
			const { state, pending }: Extract<AgentOutcome, { state: RunState }> = last;
			const decisions = pending.map(({ id }) => ({ id, kind: 'question' as const, answer: '5' }));
			last = await runAgent({ message: '', conversationId: '', resume: { state, decisions } }, connected(), never);
		}
		expect(last.reply).toMatch(/^Told: The tool asked for input more than 5 times/);
		expect(server.updates).toHaveLength(5);
	});

	slowTest('a result without measure is not read', async () => {
		const huge = task('completed', { result: text('x'.repeat(11 * 1024 * 1024)) });
		const { kind, text: said } = await call((await startServer([huge])).url);
		expect([kind, said]).toEqual(['error', expect.stringContaining('exceeds 10 MB')]);
	});

	test('where its process ends, another one goes on with the task, and calls nothing again', async () => {
		const host = new AbortController();
		const states = [...Array.from({ length: 2 }, () => task('working')), completed];
		const server = await startServer(states, (method) => {
			if (method === 'tasks/get' && !host.signal.aborted) host.abort(new Error('the machine stops'));
			return false;
		});
		const { run } = payer(server.url);
		await expect(run(host.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
		expect((await run()).reply).toBe('Told: paid');
		expect(server.methods('tools/call', 'tasks/cancel')).toEqual(['tools/call']);
	});

	slowTest('a lost connection loses nothing; a server that stays away does', async () => {
		let failures = 2;
		const breaking = (method: string, response: ServerResponse) => method === 'tasks/get' && failures-- > 0 && !!response.destroy();
		const server = await startServer([completed], breaking);
		expect(await call(server.url)).toEqual({ kind: 'ok', text: 'paid' });
		failures = 1_000;
		const { kind, text: said } = await call(server.url);
		expect([kind, said]).toEqual(['error', expect.stringContaining('It is unknown whether')]);
		expect(server.methods('tools/call')).toHaveLength(2);
	});

	test('a call that takes too long cancels its task', async () => {
		const server = await startServer([task('working')]);
		const time = new AbortController();
		const ended = call(server.url, { signal: time.signal });
		await waitUntil('the task is followed', () => server.methods('tasks/get').length > 0);
		time.abort(new DOMException('The tool took too long.', 'TimeoutError'));
		await expect(ended).rejects.toThrow('too long');
		expect(server.methods('tasks/cancel')).toEqual(['tasks/cancel']);
	});
});

test('2025-11-25: a tool that is a task gives its result', async () => {
	const tasks = new InMemoryTaskStore();
	closers.push(() => tasks.cleanup());
	const transports = new Map<string, StreamableHTTPServerTransport>();
	async function openSession(): Promise<StreamableHTTPServerTransport> {
		const capabilities = { tasks: { requests: { tools: { call: {} } }, cancel: {}, list: {} } };
		const server = new McpServer({ name: 'bank', version: '1' }, { capabilities, taskStore: tasks });
		server.experimental.tasks.registerToolTask(
			'pay',
			{ description: 'Pays.', execution: { taskSupport: 'required' } },
			{
				createTask: async ({ taskStore }) => {
					const made = await taskStore.createTask({ ttl: 60_000, pollInterval: 100 });
					setImmediate(() => void taskStore.storeTaskResult(made.taskId, 'completed', text('paid')));
					return { task: made };
				},
				getTask: ({ taskId, taskStore }) => taskStore.getTask(taskId),
				getTaskResult: ({ taskId, taskStore }) => taskStore.getTaskResult(taskId) as never,
			},
		);
		const id = `session-${transports.size}`;
		const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });
		transports.set(id, transport);
		await server.connect(transport);
		return transport;
	}
	const http = createServer((request: IncomingMessage, response: ServerResponse) => {
		const known = transports.get(String(request.headers['mcp-session-id']));
		void (known ? Promise.resolve(known) : openSession()).then((transport) => transport.handleRequest(request, response));
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	closers.push(() => (http.close(), http.closeAllConnections()));
	expect(await call(`http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`)).toEqual({ kind: 'ok', text: 'paid' });
});
