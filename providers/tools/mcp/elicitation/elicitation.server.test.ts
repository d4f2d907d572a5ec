/** Servers of both revisions, made with their SDKs, that ask persons in the middle of a call. */
import { createRequestStateCodec, inputRequired, Server } from '@modelcontextprotocol/server';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, toolAgent } from '../../../../test/fakes/tool-agent';
import type { AgentOutcome, RunState } from '../../../../core/agents/agent-outcome';
import { createMemoryRunStore } from '../../../../core/agents/memory-run-store';
import { runAgent } from '../../../../core/agents/run-agent';
import type { ToolContext } from '../../../../core/ports/tools/tools';
import { guardedFetch } from '../../../http/guarded-fetch';
import { compileForm } from '../../../../test/support/compile-form';
import { createMcpSource } from '../mcp-source';
import { startStatelessServer } from '../../../../test/fakes/mcp/stateless-server';
import { startTestServer } from '../../../../test/fakes/mcp/test-server';

const never = new AbortController().signal;
const context: ToolContext = { signal: never, idempotencyKey: 'k', resultCharacters: 1_000 };
const send = guardedFetch({ allowPrivateNetworks: true });
const over = (url: string) => createMcpSource({ compileForm, server: 'bank', reach: { kind: 'http', url, headers: {}, send } });

const closers: Array<() => void> = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

interface Form {
	message: string;
	properties: Record<string, object>;
	required?: string[];
}
/** Reports the person's answer. */
type Told = (answer: { action: string; content?: unknown }) => string;
const tell: Told = ({ action, content }) => `${action} ${JSON.stringify(content ?? null)}`;

const codec = createRequestStateCodec({ key: 'k'.repeat(32), ttlSeconds: 3_600 });

/** A server without sessions, which verifies the state that it gets back. */
async function startNew({ message, properties, required = [] }: Form, seen: unknown[] = []): Promise<string> {
	const server = await startStatelessServer(() => {
		const made = new Server(
			{ name: 'bank', version: '1' },
			{ capabilities: { tools: {} }, requestState: { verify: (state, at) => codec.verify(state, at) } },
		);
		made.setRequestHandler('tools/list', () => ({ tools: [{ name: 'pay', inputSchema: { type: 'object' as const } }] }));
		made.setRequestHandler('tools/call', async (_, at) => {
			seen.push(at.mcpReq.requestState() ?? null);
			const answer = at.mcpReq.inputResponses?.sum as { action: string } | undefined;
			if (answer) return { content: [{ type: 'text', text: tell(answer) }] };
			const requestedSchema = { type: 'object', properties, required } as never;
			return inputRequired({
				inputRequests: { sum: inputRequired.elicit({ message, requestedSchema }) },
				requestState: await codec.mint({ order: 7 }, at),
			});
		});
		return made;
	});
	closers.push(server.close);
	return server.url;
}

async function startOld({ message, properties, required }: Form, seen: unknown[] = []): Promise<string> {
	const server = await startTestServer({
		pay: {
			call: async (input, _signal, ask) => {
				seen.push(input);
				return { content: [{ type: 'text', text: tell(await ask(message, properties, required)) }] };
			},
		},
	});
	closers.push(server.close);
	return server.url;
}

/** A run of an agent that calls the tool, on stores that outlast it. */
async function pay(url: string) {
	const model = scriptedChatModel(calling(['pay', {}, 'p']), async ({ messages }) => ({
		...{ text: `Told: ${messages.at(-1)!.content}`, finish: 'stop' as const, model: 'script:model' },
		usage: { inputTokens: 1, outputTokens: 1, estimated: false },
	}));
	const parts = toolAgent(model, { toolSources: [over(url)], runs: createMemoryRunStore() });
	const outcome = await runAgent({ message: 'Please pay what I owe.', conversationId: 'c' }, parts, never);
	const answer = (answers: string[], from = outcome) => {
		const { state, pending } = from as Extract<AgentOutcome, { state: RunState }>;
		const decisions = pending.map(({ id }, index) => ({ id, kind: 'question' as const, answer: answers[index]! }));
		// Another connection, as after a restart.
		const later = { ...parts, toolSources: [over(url)] };
		return runAgent({ message: '', conversationId: '', resume: { state: JSON.parse(JSON.stringify(state)), decisions } }, later, never);
	};
	return { outcome, answer };
}

const sum: Form = {
	message: 'How much to Ana?',
	properties: {
		amount: { type: 'number', title: 'Amount', minimum: 1 },
		currency: { type: 'string', enum: ['EUR', 'BRL'] },
		note: { type: 'string', description: 'For the statement' },
	},
	required: ['amount', 'currency'],
};

describe.each([
	['2026-07-28', startNew],
	['2025-11-25', startOld],
])('%s', (_, start) => {
	test('the run waits for a person, and the answer resumes the call', async () => {
		const seen: unknown[] = [];
		const { outcome, answer } = await pay(await start(sum, seen));
		expect(outcome).toMatchObject({
			...{ kind: 'needs-human', reason: 'question' },
			pending: [
				{ id: 'p.1.1', question: expect.stringMatching(/^bank \(pay\): How much to Ana\?\nAmount \(a number\)\n/) as string },
				{ id: 'p.1.2', choices: ['EUR', 'BRL', '-'] },
				{ id: 'p.1.3', question: expect.stringContaining('note: For the statement (optional') as string },
			],
		});
		expect((await answer(['12.5', 'BRL', ''])).reply).toBe('Told: accept {"amount":12.5,"currency":"BRL"}');
		expect(seen).toHaveLength(2);
	});

	test('an answer that does not fit is asked again, and the server hears nothing of it', async () => {
		const seen: unknown[] = [];
		const { outcome, answer } = await pay(await start(sum, seen));
		const again = await answer(['much', 'BRL', ''], outcome);
		expect(again).toMatchObject({
			pending: [{ id: 'p.2.1', question: expect.stringMatching(/^The answer does not fit: .*amount/) as string }, {}, {}],
		});
		expect(seen).toHaveLength(1);
		expect((await answer(['3', 'EUR', 'rent'], again)).reply).toBe('Told: accept {"amount":3,"currency":"EUR","note":"rent"}');
	});

	test('a person can decline', async () => {
		const { answer } = await pay(await start(sum));
		expect((await answer(['-', 'EUR', ''])).reply).toBe('Told: decline null');
	});

	test('a form without fields asks for yes or no', async () => {
		const { outcome, answer } = await pay(await start({ message: 'Go on?', properties: {} }));
		expect(outcome).toMatchObject({ pending: [{ question: 'bank (pay): Go on?', choices: ['yes', 'no'] }] });
		expect((await answer(['yes'])).reply).toBe('Told: accept {}');
	});

	test.each<[string, Form]>([
		['by its name', { message: 'Sign in', properties: { apiKey: { type: 'string' } } }],
		['by its title', { message: 'Entre', properties: { value: { type: 'string', title: 'Sua senha' } } }],
		['by its message', { message: 'Enter your password', properties: { value: { type: 'string' } } }],
	])('no person is asked for a secret: %s', async (_kind, form) => {
		const { outcome } = await pay(await start(form));
		expect(outcome).toMatchObject({ kind: 'reply', reply: expect.stringMatching(/asked a person for a secret/) as string });
	});

	test('a host that cannot ask is told so', async () => {
		const source = over(await start(sum));
		const [tool] = await source.tools(never);
		expect(await tool!.call({}, context)).toMatchObject({ kind: 'error', text: expect.stringContaining('nobody can be asked') as string });
		await source.close();
	});
});

test('the server of 2026-07-28 gets its own state back, unchanged', async () => {
	const seen: unknown[] = [];
	const { answer } = await pay(await startNew(sum, seen));
	await answer(['1', 'EUR', '']);
	expect(seen).toEqual([null, { order: 7 }]);
});

test('calls of a session that ask at the same time are told to ask one after the other; one that does not is done', async () => {
	const inside = Promise.withResolvers<void>();
	let asking = 0;
	const server = await startTestServer({
		ask: {
			call: async (_input, _signal, ask) => {
				const asked = ask('Go on?', {});
				if (++asking === 2) inside.resolve();
				return { content: [{ type: 'text', text: tell(await asked) }] };
			},
		},
		wait: { call: async () => (await inside.promise, { content: [{ type: 'text', text: 'done' }] }) },
	});
	closers.push(server.close);
	const source = over(server.url);
	const [ask, wait] = await source.tools(never);
	const results = await Promise.all([ask!.call({}, context), ask!.call({}, context), wait!.call({}, context)]);
	expect(results.map(({ text }) => text)).toEqual([
		expect.stringContaining('one after the other'),
		expect.stringContaining('one after the other'),
		'done',
	]);
	await source.close();
});

test('a server that asks to be called again without end is left', async () => {
	let calls = 0;
	const server = await startStatelessServer(() => {
		const made = new Server({ name: 'bank', version: '1' }, { capabilities: { tools: {} } });
		made.setRequestHandler('tools/list', () => ({ tools: [{ name: 'pay', inputSchema: { type: 'object' as const } }] }));
		made.setRequestHandler('tools/call', () => inputRequired({ requestState: String(++calls) }));
		return made;
	});
	closers.push(server.close);
	const source = over(server.url);
	const [tool] = await source.tools(never);
	expect(await tool!.call({}, context)).toMatchObject({ kind: 'error', text: expect.stringContaining('more than 5 times') as string });
	expect(calls).toBe(5);
	await source.close();
});

test('a server of 2026-07-28 that asks for the model of the agent is refused', async () => {
	const server = await startStatelessServer(() => {
		const made = new Server({ name: 'bank', version: '1' }, { capabilities: { tools: {} } });
		made.setRequestHandler('tools/list', () => ({ tools: [{ name: 'pay', inputSchema: { type: 'object' as const } }] }));
		made.setRequestHandler('tools/call', () =>
			inputRequired({ inputRequests: { m: inputRequired.createMessage({ messages: [], maxTokens: 5 }) } }),
		);
		return made;
	});
	closers.push(server.close);
	const source = over(server.url);
	const [tool] = await source.tools(never);
	expect(await tool!.call({}, context)).toMatchObject({
		kind: 'error',
		text: expect.stringMatching(/refused the call|does not offer/) as string,
	});
	await source.close();
});
