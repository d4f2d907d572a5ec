/** The service as an A2A server, called by the official client. */
import { randomUUID } from 'node:crypto';
import { AgentCard, type Message, type Part, Role, type Task, TaskState, verifyAgentCardSignature } from '@a2a-js/sdk';
import { type Client, ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory } from '@a2a-js/sdk/client';
import type { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { TroupeError } from '../../core/base/errors';
import type { Gate } from '../../core/ports/manifests';
import { openGate } from '../../test/fakes/permissive-gate';
import { calling } from '../../test/fakes/tool-agent';
import { createA2aSource } from '../../providers/tools/a2a/a2a-source';
import { guardedFetch } from '../../providers/http/guarded-fetch';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { OfferedRuns } from '../offered-agents/offered-runs';
import { within } from '../../test/support/wait-until';
import { dataPart, textPart } from './parts';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function open(...steps: Parameters<typeof scriptedChatModel>) {
	const service = await startTestService(steps);
	closers.push(() => service.close());
	return { ...service, client: await connect(service.url) };
}

function connect(url: string, token = serviceToken): Promise<Client> {
	const fetchImpl: typeof fetch = (input, init) => {
		const headers = new Headers(init?.headers);
		headers.set('authorization', `Bearer ${token}`);
		return fetch(input, { ...init, headers });
	};
	const cardResolver = new DefaultAgentCardResolver({ fetchImpl });
	return new ClientFactory({ transports: [new JsonRpcTransportFactory({ fetchImpl })], cardResolver }).createFromUrl(`${url}/a2a/clerk/`);
}

const say = (content: string | Part, more: Partial<Message> = {}) => ({
	tenant: '',
	configuration: undefined,
	metadata: undefined,
	message: {
		messageId: randomUUID(),
		contextId: '',
		taskId: '',
		role: Role.ROLE_USER,
		parts: [typeof content === 'string' ? textPart(content) : content],
		metadata: undefined,
		extensions: [],
		referenceTaskIds: [],
		...more,
	},
});
const send = async (client: Client, ...message: Parameters<typeof say>) => (await client.sendMessage(say(...message))) as Task;
const readTexts = (parts: Part[] = []) => parts.flatMap(({ content }) => (content?.$case === 'text' ? content.value : []));
const list = { tenant: '', contextId: '', status: TaskState.TASK_STATE_UNSPECIFIED, pageToken: '', statusTimestampAfter: undefined };

test('the card describes the agent, and a message is a task with the reply as its artifact', async () => {
	const { url, client, model } = await open('It ships today.', 'Yes.');
	const card = await client.getAgentCard();
	expect(card).toMatchObject({
		name: 'Clerk',
		version: '1.0.0',
		skills: [{ id: 'clerk', tags: ['orders'] }],
		capabilities: { streaming: true },
	});
	expect(card.supportedInterfaces).toEqual([{ url: `${url}/a2a/clerk`, protocolBinding: 'JSONRPC', protocolVersion: '1.0', tenant: '' }]);
	const task = await send(client, 'When does it ship?');
	expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
	expect(task.artifacts.flatMap(({ parts }) => readTexts(parts))).toEqual(['It ships today.']);
	const again = await send(client, 'Sure?', { contextId: task.contextId });
	expect(again.contextId).toBe(task.contextId);
	expect(model.requests).toHaveLength(2);
	expect(await client.getTask({ tenant: '', id: task.id })).toMatchObject({ id: task.id, artifacts: [{ name: 'reply' }] });
	const { tasks, totalSize } = await client.listTasks(list);
	expect([totalSize, tasks.map(({ id }) => id).sort()]).toEqual([2, [task.id, again.id].sort()]);
});

test('a stream tells each step, and ends with the task', async () => {
	const { client } = await open(calling(['pay', { to: 'ana' }, 'p']));
	const states: unknown[] = [];
	for await (const { payload } of client.sendMessageStream(say('Pay.')))
		states.push(payload?.$case === 'task' || payload?.$case === 'statusUpdate' ? payload.value.status?.state : payload?.$case);
	expect(states[0]).toBe(TaskState.TASK_STATE_WORKING);
	expect(states.at(-1)).toBe(TaskState.TASK_STATE_INPUT_REQUIRED);
});

test('a stream replaces a text that was withdrawn', async () => {
	const { client, model } = await open('It ships today.');
	const { stream } = model;
	model.stream = async function* (...asked) {
		yield { kind: 'text', text: 'The user is on the list. I say it. ' };
		yield { kind: 'withdrawn' };
		yield* stream(...asked);
	};
	let shown = '';
	for await (const { payload } of client.sendMessageStream(say('When?')))
		if (payload?.$case === 'artifactUpdate' && !payload.value.lastChunk)
			shown = (payload.value.append ? shown : '') + readTexts(payload.value.artifact?.parts).join('');
	expect(shown).toBe('It ships today.');
});

test('a question is answered by the next message of the task', async () => {
	const { client } = await open(calling(['ask_person', { question: 'Which order?' }, 'q']), 'Order 2 ships today.');
	const waiting = await send(client, 'When?');
	expect(waiting.status?.state).toBe(TaskState.TASK_STATE_INPUT_REQUIRED);
	expect(readTexts(waiting.status?.message?.parts)).toEqual(['Which order?']);
	const done = await send(client, 'Order 2.', { taskId: waiting.id, contextId: waiting.contextId });
	expect(done.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
	expect(done.artifacts.flatMap(({ parts }) => readTexts(parts))).toEqual(['Order 2 ships today.']);
});

test('an approval needs the scope, and stays open for who has it', async () => {
	const { url, createKey, pay } = await open(calling(['pay', { to: 'ana' }, 'p']), 'Paid.');
	const asker = await connect(url, await createKey('asker', ['agent:run']));
	const waiting = await send(asker, 'Pay.');
	expect(JSON.stringify(waiting)).not.toContain('ana');
	const at = { taskId: waiting.id, contextId: waiting.contextId };
	const refused = await send(asker, dataPart({ decisions: [{ id: 'p', approved: true }] }), at);
	expect(refused.status?.state).toBe(TaskState.TASK_STATE_INPUT_REQUIRED);
	expect(readTexts(refused.status?.message?.parts).join()).toMatch(/^ACCESS_DENIED: .*agent:decide/);
	expect(pay.calls).toEqual([]);
});

test('an approval by who may decide goes on, once', async () => {
	const { client, pay } = await open(calling(['pay', { to: 'ana', note: 'x'.repeat(200) }, 'p']), 'Paid.');
	const waiting = await send(client, 'Pay.');
	expect(readTexts(waiting.status?.message?.parts)).toEqual([
		`May the agent call pay?\n- to: "ana"\n- note: "${'x'.repeat(200)}"\nThis call cannot be undone.\nAgent: clerk 1.0.0, asked by a2a:local\nWhere the values come from:\n- to, note: written by the agent, in no text that it read`,
	]);
	const [, viewSha256] = /"viewSha256":"([0-9a-f]{64})"/.exec(JSON.stringify(waiting.status?.message?.parts))!;
	const at = { taskId: waiting.id, contextId: waiting.contextId };
	const older = await send(client, dataPart({ decisions: [{ id: 'p', approved: true, viewSha256: 'a'.repeat(64) }] }), at);
	expect(JSON.stringify(older.status)).toContain('DECISION_REFUSED');
	const blind = await send(client, dataPart({ decisions: [{ id: 'p', approved: true }] }), at);
	expect(JSON.stringify(blind.status)).toContain('does not say which view');
	const decided = dataPart({ decisions: [{ id: 'p', approved: true, viewSha256 }] });
	const done = await send(client, decided, at);
	expect(done.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
	expect(pay.calls).toHaveLength(1);
	await expect(send(client, decided, at)).rejects.toThrow();
	expect(pay.calls).toHaveLength(1);
});

test('a task at work is cancelled, and one that waits is given up', async () => {
	const { promise: began, resolve: begin } = Promise.withResolvers<void>();
	const forever = (_request: unknown, signal: AbortSignal) => {
		begin();
		return new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
	};
	const { client } = await open(forever, calling(['pay', { to: 'ana' }, 'p']));
	const request = say('Work.');
	const { id } = (await client.sendMessage({
		...request,
		configuration: { acceptedOutputModes: [], taskPushNotificationConfig: undefined, returnImmediately: true },
	})) as Task;
	await began;
	expect((await client.cancelTask({ tenant: '', id, metadata: undefined })).status?.state).toBe(TaskState.TASK_STATE_CANCELED);
	const waiting = await send(client, 'Pay.');
	expect((await client.cancelTask({ tenant: '', id: waiting.id, metadata: undefined })).status?.state).toBe(TaskState.TASK_STATE_CANCELED);
});

test('tasks and agents of others are not there', async () => {
	const { url, client, createKey } = await open('Done.');
	const { id } = await send(client, 'Hi there.');
	const other = await connect(url, await createKey('other', ['agent:run']));
	await expect(other.getTask({ tenant: '', id })).rejects.toThrow(/not found/i);
	expect((await other.listTasks(list)).tasks).toEqual([]);
	await expect(connect(url, await createKey('reader', ['metrics:read']))).rejects.toThrow();
	const missing = await fetch(`${url}/a2a/support/.well-known/agent-card.json`, { headers: { authorization: `Bearer ${serviceToken}` } });
	expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('no agent support')]);
});

test('the scope of one agent opens this agent only, and the refusal names the scope', async () => {
	const { url, createKey } = await open('Done.');
	const task = await send(await connect(url, await createKey('one', ['agent:run:clerk'])), 'Hi there.');
	expect(task.status?.state).toBe(TaskState.TASK_STATE_COMPLETED);
	const headers = { authorization: `Bearer ${await createKey('two', ['agent:run:other'])}` };
	for (const agent of ['clerk', 'none']) {
		const refused = await fetch(`${url}/a2a/${agent}/.well-known/agent-card.json`, { headers });
		expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining(`the scope agent:run:${agent}.`)]);
	}
});

test('the card is signed, the extended card too, and the keys are public', async () => {
	const { url, client } = await open('Hi.');
	const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: Array<Record<string, string>> };
	expect(keys).toHaveLength(4);
	for (const key of keys) expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' });
	const verify = verifyAgentCardSignature(async (kid, jku) => {
		expect([kid, jku]).toEqual([keys[0]!.kid, `${url}/.well-known/jwks.json`]);
		return keys[0] as never;
	});
	const headers = { authorization: `Bearer ${serviceToken}` };
	const card = AgentCard.fromJSON(await (await fetch(`${url}/a2a/clerk/.well-known/agent-card.json`, { headers })).json());
	await verify(card);
	const extended = await client.getAgentCard();
	await verify(extended);
	expect(extended.capabilities?.extensions).toEqual([
		expect.objectContaining({ uri: 'urn:troupe:a2a:agent-details:1', params: { agent: 'clerk', canDecide: true } }),
	]);
});

test('the client of this package verifies the card of the service', async () => {
	const { url } = await open('It ships today.');
	const send = guardedFetch({ allowPrivateNetworks: true });
	const headers = { authorization: `Bearer ${serviceToken}` };
	const source = createA2aSource({ name: 'clerk', url: `${url}/a2a/clerk`, headers, card: { signature: 'required' }, send });
	const [tool] = await source.tools(new AbortController().signal);
	const context = { signal: new AbortController().signal, idempotencyKey: 'k', resultCharacters: 100 };
	expect(await tool!.call({ message: 'When?' }, context)).toMatchObject({ kind: 'ok' });
});

test('a file is named to the agent, which does not read it', async () => {
	const { client, model } = await open('Noted.', 'Noted.');
	const file = (content: Part['content'], filename = ''): Part => ({
		content,
		metadata: undefined,
		filename,
		mediaType: 'application/pdf',
	});
	await send(client, 'see', { parts: [textPart('see'), file({ $case: 'url', value: 'https://ex.example/x/a.pdf?key=1' })] });
	await send(client, 'see', { parts: [file({ $case: 'raw', value: Buffer.from('%PDF') }, 'plan.pdf')] });
	const asked = model.requests.map(({ messages }) => messages.at(-1)!.content);
	expect(asked).toEqual([expect.stringContaining('see\n[file a.pdf]'), expect.stringContaining('[file plan.pdf]')]);
	expect(JSON.stringify(model.requests)).not.toContain('key=1');
});

test.each([
	['without jsonrpc', { id: 1, method: 'ListTasks', params: {} }, -32_600],
	['with an object as its id', { jsonrpc: '2.0', id: {}, method: 'ListTasks', params: {} }, -32_600],
	['without an id', { jsonrpc: '2.0', method: 'ListTasks', params: {} }, -32_600],
	['that is a list', [{ jsonrpc: '2.0', id: 1, method: 'ListTasks', params: {} }], -32_600],
	['with a message of the agent', message({ role: 'ROLE_AGENT', parts: [{ text: 'x' }] }), -32_602],
	['with a message without parts', message({ role: 'ROLE_USER', parts: [] }), -32_602],
])('a request %s is refused', async (_what, body, code) => {
	const { url, model } = await open('Never.');
	const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json', 'a2a-version': '1.0' };
	const answer = await fetch(`${url}/a2a/clerk`, { method: 'POST', headers, body: JSON.stringify(body) });
	expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: { code } });
	expect(model.requests).toEqual([]);
});

test.each<[what: string, body: string, error: object, id: unknown]>([
	['that means two things', '{"jsonrpc":"2.0","__proto__":{},"id":1}', { code: -32_700 }, null],
	['without a body', '', { code: -32_600 }, null],
	['that is not JSON (a2aproject/a2a-dotnet#330)', '{"jsonrpc":"2.0",', { code: -32_700 }, null],
	[
		'without jsonrpc keeps its id (openethereum/parity-ethereum#3353)',
		'{"id":120,"method":"GetTask","params":{"id":"t"}}',
		{ code: -32_600 },
		120,
	],
	['without a method keeps its id (cesanta/mjson#60)', '{"jsonrpc":"2.0","params":[42,23],"id":1}', { code: -32_600 }, 1],
	[
		'with an integer that would lose digits',
		'{"jsonrpc":"2.0","id":7,"method":"SendMessage","params":{"message":{"role":"ROLE_USER","parts":[{"data":{"account":9007199254740993}}]}}}',
		{ code: -32_602, message: expect.stringContaining('Send it as a text') as string },
		7,
	],
	['whose method is a number (bitshares/bitshares-fc#135)', '{"jsonrpc":"2.0","method":1,"id":2}', { code: -32_600 }, 2],
])('a request %s', async (_what, body, error, id) => {
	const { url } = await open('Never.');
	const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json', 'a2a-version': '1.0' };
	const answer = await fetch(`${url}/a2a/clerk`, { method: 'POST', headers, body });
	expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error, id });
});

function message(fields: object) {
	return { jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message: { messageId: 'm', ...fields } } };
}

test.each(['SendMessage', 'SendStreamingMessage'])(
	'%s is answered with 503 and the code while the state cannot be read (neochaotic/leoflow#1100)',
	async (method) => {
		const { url } = await open('It ships today.');
		// The service has used the state before.
		const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'The server is away.', fix: 'Start it.', retryable: true });
		for (const asked of ['findWaiting', 'run'] as const) jest.spyOn(OfferedRuns.prototype, asked).mockRejectedValue(away);
		const print = jest.spyOn(console, 'error').mockImplementation(() => undefined);
		const message = { messageId: 'm', role: 'ROLE_USER', parts: [{ text: 'When?' }] };
		const answer = await fetch(`${url}/a2a/clerk`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}`, 'a2a-version': '1.0' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { message } }),
		});
		if (method === 'SendMessage') expect(print).toHaveBeenCalled();
		jest.restoreAllMocks();
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
		expect(await answer.json()).toMatchObject({ code: 'STORAGE_UNREACHABLE' });
	},
);

test('a message is refused with a time to come again while the gate refuses the service', async () => {
	const refusal = new TroupeError({ code: 'MANIFEST_NOT_APPROVED', message: '0 of 1 approvals', fix: 'Approve it.' });
	let isRefused = false;
	const gate = {
		...openGate(),
		admit: (...all: Parameters<Gate['admit']>) => (isRefused ? Promise.reject(refusal) : openGate().admit(...all)),
	};
	const service = await startTestService(['It ships today.'], { gate });
	closers.push(() => service.close());
	const post = () => {
		const message = { messageId: randomUUID(), role: 'ROLE_USER', parts: [{ text: 'When?' }] };
		const headers = { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}`, 'a2a-version': '1.0' };
		return fetch(`${service.url}/a2a/clerk`, {
			...{ method: 'POST', headers },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
		});
	};
	isRefused = true;
	const refused = await post();
	expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
	expect(await refused.json()).toMatchObject({ retryable: true, detail: expect.stringContaining('MANIFEST_NOT_APPROVED') as string });
	expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
	expect(service.lines).toContainEqual(['warn', 'not ready', expect.objectContaining({ code: 'MANIFEST_NOT_APPROVED' })]);
	isRefused = false;
	expect((await post()).status).toBe(200);
});

test('more messages than fit are refused before they begin, with a time to come again', async () => {
	const [held, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const service = await startTestService(['Later.'], {}, {}, { agentRuns: 2 });
	closers.push(() => service.close());
	const { model } = service;
	const { stream } = model;
	model.stream = async function* (...request) {
		asked.resolve();
		await held.promise;
		yield* stream(...request);
	};
	const post = () => {
		const message = { messageId: randomUUID(), role: 'ROLE_USER', parts: [{ text: 'When?' }] };
		const headers = { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}`, 'a2a-version': '1.0' };
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } });
		return fetch(`${service.url}/a2a/clerk`, { method: 'POST', headers, body });
	};
	const first = post();
	// One of two: a quarter is left for other tenants, at least one.
	await within('the model to be asked', asked.promise);
	const refused = await post();
	expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
	expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED' });
	held.resolve();
	expect((await first).status).toBe(200);
});
