/** Agents of others, made with the official SDK. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AgentCard, type Task, TaskState } from '@a2a-js/sdk';
import {
	AgentEvent,
	type AgentExecutor,
	DefaultRequestHandler,
	InMemoryTaskStore,
	JsonRpcTransportHandler,
	ServerCallContext,
} from '@a2a-js/sdk/server';
import type { ToolContext } from '../../../core/ports/tools/tools';
import { guardedFetch } from '../../http/guarded-fetch';
import { createA2aSource } from './a2a-source';

const never = new AbortController().signal;
const context = (signal = never): ToolContext => ({ signal, idempotencyKey: 'key-1', resultCharacters: 1_000 });
const send = guardedFetch({ allowPrivateNetworks: true });
const part = (value: string) => ({
	content: { $case: 'text' as const, value },
	metadata: undefined,
	filename: '',
	mediaType: 'text/plain',
});

const handlerOf = (card: AgentCard, executor: AgentExecutor) =>
	new DefaultRequestHandler(card, new InMemoryTaskStore(), executor, undefined, undefined, undefined, undefined, undefined, {
		keepBusAliveStates: [],
	});

const closers: Array<() => void> = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** @param work what the agent does with a task: its states and texts, in order */
async function startAgent(work: (message: string) => Array<[TaskState, string?]>, interfaces?: (own: string) => string[]) {
	const seen: Array<{ method?: string; headers: IncomingMessage['headers']; messageId?: string }> = [];
	const executor: AgentExecutor = {
		async execute({ taskId, contextId, userMessage }, bus) {
			const [{ content } = part('')] = userMessage.parts;
			const steps = work(content?.$case === 'text' ? content.value : '');
			const status = (state: TaskState, said = '') => ({
				state,
				timestamp: undefined,
				message: { ...userMessage, role: 2, parts: said === '' ? [] : [part(said)] },
			});
			const task: Task = { id: taskId, contextId, status: status(...steps[0]!), artifacts: [], history: [], metadata: undefined };
			bus.publish(AgentEvent.task(task));
			for (const step of steps.slice(1))
				bus.publish(AgentEvent.statusUpdate({ taskId, contextId, status: status(...step), metadata: undefined }));
		},
		async cancelTask(taskId, bus) {
			bus.publish(
				AgentEvent.statusUpdate({
					taskId,
					contextId: '',
					status: { state: TaskState.TASK_STATE_CANCELED, message: undefined, timestamp: undefined },
					metadata: undefined,
				}),
			);
		},
	};
	const http = createServer((request, response) => void answer(request, response));
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	const card = AgentCard.fromJSON({
		name: 'Weather',
		description: 'Knows the weather.',
		version: '2.0.0',
		supportedInterfaces: (interfaces?.(url) ?? [`${url}/rpc`]).map((one) => ({
			url: one,
			protocolBinding: 'JSONRPC',
			protocolVersion: '1.0',
		})),
		capabilities: { streaming: false },
		defaultInputModes: ['text/plain'],
		defaultOutputModes: ['text/plain'],
		skills: [],
	});
	const handler = new JsonRpcTransportHandler(handlerOf(card, executor));
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = (await text(request)) || '{}';
		const { method, params } = JSON.parse(body) as { method?: string; params?: { message?: { messageId?: string } } };
		seen.push({ method, headers: request.headers, messageId: params?.message?.messageId });
		const result = method ? await handler.handle(body, new ServerCallContext({ requestedVersion: '1.0' })) : AgentCard.toJSON(card);
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
	}
	closers.push(() => (http.close(), http.closeAllConnections()));
	return { url, seen };
}

const open = async (url: string, more: object = {}) =>
	(await createA2aSource({ name: 'weather', url, headers: { authorization: 'Bearer s' }, send, ...more }).tools(never))[0]!;

test('is described by its card, and does a task', async () => {
	const { url, seen } = await startAgent((message) => [
		[TaskState.TASK_STATE_WORKING],
		[TaskState.TASK_STATE_COMPLETED, `Sunny: ${message}`],
	]);
	const tool = await open(url);
	expect(tool).toMatchObject({
		name: 'weather',
		description: 'Weather: Knows the weather.',
		source: 'a2a:weather',
		effect: 'irreversible',
	});
	expect(await tool.call({ message: 'Natal?' }, context())).toEqual({ kind: 'ok', text: 'Sunny: Natal?' });
	expect(seen.every(({ headers }) => headers.authorization === 'Bearer s')).toBe(true);
	expect(seen.at(-1)).toMatchObject({ method: 'SendMessage', messageId: 'key-1' });
});

test('is asked on the server of its definition only, whatever its card says (google/agents-cli#46, NousResearch/hermes-agent#104238, google/adk-js#829)', async () => {
	const other = await startAgent(() => [[TaskState.TASK_STATE_COMPLETED, 'stolen']]);
	const done = (): Array<[TaskState, string?]> => [[TaskState.TASK_STATE_COMPLETED, 'Sunny']];
	const elsewhere = await startAgent(done, () => [`${other.url}/rpc`, 'http://user@[']);
	await expect(open(elsewhere.url)).rejects.toMatchObject({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `The agent "weather" cannot be used: The card of the agent "weather" leads to ${other.url}, and its definition names ${elsewhere.url}.`,
	});
	const both = await startAgent(done, (own) => [`${other.url}/rpc`, own.replace('127.0.0.1', 'localhost'), `${own}/rpc`]);
	expect(await (await open(both.url)).call({ message: 'Natal?' }, context())).toEqual({ kind: 'ok', text: 'Sunny' });
	expect(other.seen).toEqual([]);
});

test('what it asks is for the model, with how to answer', async () => {
	const { url } = await startAgent((message) =>
		message === 'Natal'
			? [[TaskState.TASK_STATE_COMPLETED, 'Sunny.']]
			: [[TaskState.TASK_STATE_WORKING], [TaskState.TASK_STATE_INPUT_REQUIRED, 'Which town?']],
	);
	const tool = await open(url, { description: 'Tells the weather.' });
	expect(tool.description).toBe('Tells the weather.');
	const asked = await tool.call({ message: 'How is it?' }, context());
	const [, taskId, contextId] = /taskId "(.+?)" and contextId "(.+?)"/.exec(asked.text)!;
	expect(asked).toMatchObject({ kind: 'ok', text: expect.stringMatching(/^The agent asks: Which town\?/) as string });
	expect(await tool.call({ message: 'Natal', taskId, contextId }, context())).toEqual({ kind: 'ok', text: 'Sunny.' });
});

test.each<[string, TaskState]>([
	['failed', TaskState.TASK_STATE_FAILED],
	['rejected', TaskState.TASK_STATE_REJECTED],
])('a task that is %s is an error for the model', async (_, state) => {
	const { url } = await startAgent(() => [[state, 'No such town.']]);
	expect(await (await open(url)).call({ message: 'X' }, context())).toEqual({
		kind: 'error',
		text: 'The agent did not do the task',
		said: 'No such town.',
	});
});

test('its own errors are for the model', async () => {
	const { url } = await startAgent(() => [[TaskState.TASK_STATE_COMPLETED, 'Done.']]);
	const result = await (await open(url)).call({ message: 'X', taskId: 'gone' }, context());
	expect(result).toMatchObject({
		kind: 'error',
		text: expect.stringMatching(/The call failed$/) as string,
		said: expect.stringContaining('gone') as string,
	});
});

test.each<[string, object, object]>([
	['is not there', { url: 'http://127.0.0.1:1' }, { retryable: true, message: expect.stringContaining('"weather"') }],
	['is in a private network', { send: guardedFetch() }, { retryable: false, message: expect.stringContaining('127.0.0.1') }],
])('one that %s is an error of the run', async (_, more, error) => {
	const { url } = await startAgent(() => []);
	await expect(open(url, more)).rejects.toMatchObject({ code: 'TOOL_SOURCE_UNREACHABLE', fix: expect.any(String), ...error });
});
