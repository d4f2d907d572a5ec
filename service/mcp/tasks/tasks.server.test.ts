/** Calls that take long, as tasks of both revisions, over the wire. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as SessionClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as SessionTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import { chain, endEvent, extensions, processModel, userTask } from '../../../test/contract/model-builder';
import type { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../../test/fakes/tool-agent';
import { guardedFetch } from '../../../providers/http/guarded-fetch';
import { createMcpSource } from '../../../providers/tools/mcp/mcp-source';
import { compileForm } from '../../../test/support/compile-form';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { waitUntil } from '../../../test/support/wait-until';
import { slowTest } from '../../../test/support/slow-tests';

type Steps = Parameters<typeof scriptedChatModel>;
interface Answer {
	result?: Record<string, unknown> & { taskId: string; status: string; result?: { structuredContent: object } };
	error?: { code: number; message: string };
}

const closers: Array<() => unknown> = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

function createHome(): string {
	const home = mkdtempSync(join(tmpdir(), 'troupe-tasks-'));
	closers.push(() => rmSync(home, { recursive: true, force: true }));
	return home;
}

async function open(steps: Steps, options: { home?: string; taskPatienceMs?: number } = {}) {
	const service = await startTestService(steps, {}, {}, { taskPatienceMs: 0, ...options });
	let isOpen = true;
	const close = async () => {
		if (isOpen) await service.close();
		isOpen = false;
	};
	closers.push(close);
	return { ...service, close, call: caller(service.url) };
}

const withTasks = { elicitation: { form: {} }, extensions: { 'io.modelcontextprotocol/tasks': {} } };

/** Requests of the revision 2026-07-28, byte by byte. */
const caller =
	(url: string, token = serviceToken, capabilities: object = withTasks) =>
	async (method: string, params: Record<string, unknown>): Promise<Answer> => {
		const meta = {
			'io.modelcontextprotocol/protocolVersion': '2026-07-28',
			'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
			'io.modelcontextprotocol/clientCapabilities': capabilities,
		};
		const response = await fetch(`${url}/mcp`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				'mcp-protocol-version': '2026-07-28',
				'mcp-method': method,
				'mcp-name': String(params.name ?? params.taskId),
			},
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } }),
		});
		return (await response.json()) as Answer;
	};
type Call = ReturnType<typeof caller>;

const clerk = (message: string) => ({ name: 'clerk', arguments: { message } });
const begin = async (call: Call, message = 'Hi') => (await call('tools/call', clerk(message))).result!.taskId;
const get = async (call: Call, taskId: string) => (await call('tasks/get', { taskId })).result!;
const reaches = (call: Call, taskId: string, status: string) =>
	waitUntil(`the task is ${status}`, async () => {
		const task = await get(call, taskId);
		return task.status === status && task;
	});

/** The name of the only form that the task asks for. */
const nameForm = ({ inputRequests }: Record<string, unknown>) => Object.keys(inputRequests as object)[0]!;

/** A model that answers when it is told to, and ends with its run. */
function slowly(text: string) {
	const { promise, resolve } = Promise.withResolvers<void>();
	const step = async (_: ChatRequest, signal: AbortSignal): Promise<ChatResponse> => {
		await Promise.race([promise, new Promise((_done, fail) => signal.addEventListener('abort', () => fail(signal.reason as Error)))]);
		return { text, finish: 'stop', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	};
	return { step, answer: resolve };
}

const waiting = (name: string) =>
	processModel(name, [
		{
			tag: 'startEvent',
			id: 'start',
			extensions: extensions(`<zeebe:properties><zeebe:property name="io.camunda.tool:name" value="${name}"/></zeebe:properties>`),
		},
		userTask('look', { native: true }),
		endEvent(),
		...chain('start', 'look', 'end'),
	]);

describe('2026-07-28', () => {
	test('a call that takes long is a task, which belongs to its caller', async () => {
		const slow = slowly('It ships today.');
		const { call, url, createKey, model } = await open([slow.step]);
		const created = (await call('tools/call', clerk('When?'))).result!;
		expect(created).toMatchObject({ resultType: 'task', status: 'working', ttlMs: 86_400_000, pollIntervalMs: 2_000 });
		const { taskId } = created;
		await waitUntil('the model is asked', () => model.requests.length === 1);
		expect(await get(call, taskId)).toMatchObject({ resultType: 'complete', status: 'working', statusMessage: 'clerk asks a model' });
		const other = caller(url, await createKey('other', ['agent:run']));
		for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update'])
			expect((await other(method, { taskId, inputResponses: {} })).error).toMatchObject({ code: -32602 });
		expect((await caller(url, serviceToken, {})('tasks/get', { taskId })).error).toMatchObject({ code: -32021 });
		slow.answer();
		const done = await reaches(call, taskId, 'completed');
		expect(done.result).toMatchObject({ resultType: 'complete', structuredContent: { outcome: 'reply', reply: 'It ships today.' } });
		expect(await get(call, taskId)).toMatchObject({ status: 'completed', result: done.result });
		expect(model.requests).toHaveLength(1);
	});

	test('a call that ends soon, and one of a client without tasks, end with their result', async () => {
		const { call, url } = await open(['Hello.', 'Hello again.'], { taskPatienceMs: 45_000 });
		expect((await call('tools/call', clerk('Hi'))).result).toMatchObject({
			resultType: 'complete',
			structuredContent: { reply: 'Hello.' },
		});
		const plain = await caller(url, serviceToken, {})('tools/call', clerk('Hi'));
		expect(plain.result).toMatchObject({ resultType: 'complete', structuredContent: { reply: 'Hello again.' } });
	});

	test('a task asks the person at the client, also after the service was restarted', async () => {
		const home = createHome();
		const first = await open([calling(['pay', { to: 'ana' }, 'p'])], { home });
		const taskId = await begin(first.call, 'Please pay Ana the 5 dollars that I owe her.');
		const form = nameForm(await reaches(first.call, taskId, 'input_required'));
		await first.close();
		const { call, pay } = await open(['Paid.'], { home });
		const { inputRequests } = await reaches(call, taskId, 'input_required');
		expect(inputRequests).toMatchObject({
			[form]: {
				method: 'elicitation/create',
				params: {
					message:
						'May the agent call pay?\n- to: "ana"\nThis call cannot be undone.\nAgent: clerk 1.0.0, asked by mcp:local\nWhere the values come from:\n- to: the words of the person',
				},
			},
		});
		expect((await call('tasks/update', { taskId, inputResponses: { other: { action: 'accept' } } })).result).toMatchObject({
			resultType: 'complete',
		});
		expect((await get(call, taskId)).status).toBe('input_required');
		const older = { [`p.${'0'.repeat(16)}`]: { action: 'accept', content: { approved: true } } };
		await call('tasks/update', { taskId, inputResponses: older });
		expect((await get(call, taskId)).status).toBe('input_required');
		await call('tasks/update', { taskId, inputResponses: { [form]: { action: 'accept', content: { approved: true } } } });
		expect((await reaches(call, taskId, 'completed')).result!.structuredContent).toMatchObject({ reply: 'Paid.' });
		await call('tasks/update', { taskId, inputResponses: { [form]: { action: 'accept', content: { approved: true } } } });
		expect((await get(call, taskId)).status).toBe('completed');
		expect(pay.calls).toHaveLength(1);
	});

	test('an answer counts that comes before the restarted service has looked at the run', async () => {
		const home = createHome();
		const first = await open([calling(['pay', { to: 'ana' }, 'p'])], { home });
		const taskId = await begin(first.call, 'Please pay Ana the 5 dollars that I owe her.');
		const form = nameForm(await reaches(first.call, taskId, 'input_required'));
		await first.close();
		const { call, pay } = await open(['Not paid.'], { home });
		await call('tasks/update', { taskId, inputResponses: { [form]: { action: 'decline' } } });
		expect((await reaches(call, taskId, 'completed')).result!.structuredContent).toMatchObject({ reply: 'Not paid.' });
		expect(pay.calls).toEqual([]);
	});

	test('who may not decide is not asked, and cannot decide: the task waits for an operator', async () => {
		const { url, createKey, pay } = await open([calling(['pay', { to: 'ana' }, 'p'])]);
		const call = caller(url, await createKey('asker', ['agent:run']));
		const taskId = await begin(call, 'Pay.');
		const task = await waitUntil('the run waits', async () => {
			const { statusMessage, ...rest } = await get(call, taskId);
			return String(statusMessage).includes('troupe run resume mcp-') && rest;
		});
		expect([task.status, JSON.stringify(task).includes('ana')]).toEqual(['working', false]);
		await call('tasks/update', { taskId, inputResponses: { p: { action: 'accept', content: { approved: true } } } });
		expect([(await get(call, taskId)).status, pay.calls]).toEqual(['working', []]);
		const flood = { p: { action: 'accept', content: { comment: 'x'.repeat(70_000) } } };
		expect((await call('tasks/update', { taskId, inputResponses: flood })).error).toMatchObject({ code: -32602 });
	});

	test('a run that a stopped service left goes on in the next one', async () => {
		const home = createHome();
		const first = await open([slowly('never').step], { home });
		const taskId = await begin(first.call);
		await waitUntil('the model is asked', () => first.model.requests.length === 1);
		await first.close();
		const { call, model } = await open(['Here I am.'], { home });
		expect((await reaches(call, taskId, 'completed')).result!.structuredContent).toMatchObject({ reply: 'Here I am.' });
		await get(call, taskId);
		expect(model.requests).toHaveLength(1);
	});

	test('a run that failed is a result with the error, and is not run again', async () => {
		const broken = slowly('never told');
		const fail = async (...asked: Parameters<typeof broken.step>) => broken.step(...asked).then(() => Promise.reject(new Error('broken')));
		const { call, model } = await open([fail]);
		const taskId = await begin(call);
		broken.answer();
		expect((await reaches(call, taskId, 'completed')).result).toMatchObject({ isError: true });
		await get(call, taskId);
		expect(model.requests).toHaveLength(1);
	});

	slowTest('an agent of another service calls it, and its person decides', async () => {
		const { url, pay } = await open([calling(['pay', { to: 'ana' }, 'p']), 'Paid.']);
		const headers = { authorization: `Bearer ${serviceToken}` };
		const send = guardedFetch({ allowPrivateNetworks: true });
		const source = createMcpSource({ compileForm, server: 'other', reach: { kind: 'http', url: `${url}/mcp`, headers, send } });
		closers.push(() => source.close());
		const signal = new AbortController().signal;
		const tool = (await source.tools(signal)).find(({ name }) => name === 'clerk')!;
		const context = { signal, idempotencyKey: 'k', resultCharacters: 1_000 };
		const { asks } = await tool.call({ message: 'Please pay Ana the 5 dollars that I owe her.' }, context);
		expect(asks!.questions[0]!.question).toContain('May the agent call pay?\n- to: "ana"');
		const values = Object.fromEntries(asks!.questions.map(({ name }, index) => [name, index === 0 ? 'yes' : '']));
		expect(await tool.call({}, { ...context, answers: { state: asks!.state, values } })).toEqual({
			kind: 'ok',
			text: 'Paid.',
			origins: ['tool'],
		});
		expect(pay.calls).toHaveLength(1);
	});

	test('cancelling ends a run and an instance, for good', async () => {
		const { call, engine, model } = await open([slowly('never').step]);
		const run = await begin(call);
		await waitUntil('the model is asked', () => model.requests.length === 1);
		await engine.deploy([waiting('check')]);
		const instance = (await call('tools/call', { name: 'check', arguments: {} })).result!.taskId;
		for (const taskId of [run, instance]) {
			expect((await call('tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
			expect((await get(call, taskId)).status).toBe('cancelled');
			expect((await call('tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' });
		}
		expect(await engine.searchUserTasks({})).toEqual([]);
		expect(model.requests).toHaveLength(1);
	});

	test('a process that waits is a task, also after a restart', async () => {
		const home = createHome();
		const first = await open([], { home });
		await first.engine.deploy([waiting('check')]);
		const { taskId } = (await first.call('tools/call', { name: 'check', arguments: {} })).result!;
		expect((await get(first.call, taskId)).status).toBe('working');
		await first.close();
		const { call, engine } = await open([], { home });
		const [task] = await engine.searchUserTasks({});
		await engine.completeUserTask(task!.key, { ok: true });
		expect((await reaches(call, taskId, 'completed')).result!.structuredContent).toMatchObject({
			state: 'COMPLETED',
			variables: { ok: true },
		});
	});
});

describe('2025-11-25, with the official client', () => {
	async function connect(url: string, decide?: () => object) {
		const extensions = { 'io.modelcontextprotocol/tasks': {} };
		const client = new SessionClient({ name: 'test', version: '1' }, { capabilities: { extensions, ...(decide && { elicitation: {} }) } });
		if (decide) client.setRequestHandler(ElicitRequestSchema, () => decide() as never);
		await client.connect(
			new SessionTransport(new URL(`${url}/mcp`), { requestInit: { headers: { authorization: `Bearer ${serviceToken}` } } }),
		);
		closers.push(() => client.close());
		await client.listTools();
		return client;
	}

	test('a call on demand is a task, whose result waits for the person at the client', async () => {
		const { url, pay } = await open([calling(['pay', { to: 'ana' }, 'p']), 'Paid.']);
		const client = await connect(url, () => ({ action: 'accept', content: { approved: true } }));
		const seen: string[] = [];
		let reply: unknown;
		const stream = client.experimental.tasks.callToolStream(clerk('Pay.'), CallToolResultSchema, { task: { ttl: 120_000 } });
		for await (const message of stream) {
			seen.push(message.type === 'taskCreated' ? `taskCreated ${message.task.ttl}` : message.type);
			if (message.type === 'result') reply = message.result.structuredContent;
			if (message.type === 'error') throw message.error;
		}
		expect([seen[0], seen.at(-1)]).toEqual(['taskCreated 120000', 'result']);
		expect(reply).toMatchObject({ reply: 'Paid.' });
		expect(pay.calls).toHaveLength(1);
	});

	test('a call without the demand ends with its result, whatever extensions the client declares', async () => {
		const { url } = await open(['Hello.']);
		const client = await connect(url);
		expect((await client.callTool(clerk('Hi'))).structuredContent).toMatchObject({ reply: 'Hello.' });
	});

	test('a task is cancelled once, and has no result then', async () => {
		const { url, model } = await open([slowly('never').step]);
		const client = await connect(url);
		const stream = client.experimental.tasks.callToolStream(clerk('Hi'), CallToolResultSchema, { task: {} });
		const first = (await stream.next()).value as { type: string; task: { taskId: string } };
		const { taskId } = first.task;
		await waitUntil('the model is asked', () => model.requests.length === 1);
		expect(await client.experimental.tasks.getTask(taskId)).toMatchObject({ status: 'working', pollInterval: 2_000 });
		expect(await client.experimental.tasks.cancelTask(taskId)).toMatchObject({ status: 'cancelled' });
		await expect(client.experimental.tasks.cancelTask(taskId)).rejects.toThrow('ended');
		await expect(client.experimental.tasks.getTaskResult(taskId, CallToolResultSchema)).rejects.toThrow('cancelled');
	});
});
