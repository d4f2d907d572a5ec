/** The service as an MCP server, called by the official clients of both revisions. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as SessionClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as SessionTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { chain, endEvent, extensions, type ModelPart, processModel, scriptTask, userTask } from '../../test/contract/model-builder';
import type { Tool } from '../../core/ports/tools/tools';
import { findToolWarnings } from '../../core/tools/tool-warnings';
import { parseJson, toWritable } from '../../core/base/text/json/lossless-json';
import { calling } from '../../test/fakes/tool-agent';
import type { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { serviceToken, startTestService } from '../../test/support/offering-service';

type Steps = Parameters<typeof scriptedChatModel>;
type Answer = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, string | boolean> };
interface Result {
	content: Array<{ text: string }>;
	structuredContent: Record<string, unknown>;
	isError?: boolean;
}
/** A client of one revision, reduced to what the tests use. */
interface AnyClient {
	listTools(): Promise<{ tools: Array<{ name: string; description?: string; inputSchema: Tool['parameters'] }> }>;
	callTool(call: { name: string; arguments?: object }): Promise<Result>;
	close(): Promise<void>;
}

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function open(...steps: Steps) {
	const service = await startTestService(steps);
	closers.push(() => service.close());
	return service;
}
const requestInit = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function connectNew(url: string, token = serviceToken, decide?: (message: string) => Answer): Promise<AnyClient> {
	const client = new Client(
		{ name: 'test', version: '1' },
		{ versionNegotiation: { mode: { pin: '2026-07-28' } }, capabilities: decide ? { elicitation: { form: {} } } : {} },
	);
	if (decide) client.setRequestHandler('elicitation/create', ({ params }) => decide(params.message));
	await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: requestInit(token) }));
	closers.push(() => client.close());
	return client as unknown as AnyClient;
}

async function connectOld(url: string, token = serviceToken, decide?: (message: string) => Answer): Promise<AnyClient> {
	const client = new SessionClient({ name: 'test', version: '1' }, { capabilities: decide ? { elicitation: {} } : {} });
	if (decide) client.setRequestHandler(ElicitRequestSchema, ({ params }) => decide(params.message));
	await client.connect(new SessionTransport(new URL(`${url}/mcp`), { requestInit: requestInit(token) }));
	closers.push(() => client.close());
	return client as unknown as AnyClient;
}

const startOf = (properties: Record<string, string>, event: Partial<ModelPart> = {}): ModelPart => ({
	tag: 'startEvent',
	id: 'start',
	extensions: extensions(
		`<zeebe:properties>${Object.entries(properties)
			.map(([name, value]) => `<zeebe:property name="${name}" value="${value.replaceAll('"', '&quot;')}"/>`)
			.join('')}</zeebe:properties>`,
	),
	...event,
});
const byMessage = (name: string): Partial<ModelPart> => ({
	content: `<bpmn:messageEventDefinition messageRef="message-${name}"/>`,
	definitions: `<bpmn:message id="message-${name}" name="${name}"/>`,
});

describe.each([
	['2026-07-28, without sessions', connectNew],
	['2025-11-25, in a session', connectOld],
])('%s', (_, connect) => {
	test('lists agents and runs one, which remembers its conversation', async () => {
		const { url, model } = await open('It ships today.', 'As I said, today.');
		const client = await connect(url);
		const { tools } = await client.listTools();
		expect(tools.map(({ name }) => name)).toEqual(['clerk', 'getProcessState']);
		expect(tools[0]!.description).toMatch(/^Answers questions about orders\. Capabilities: orders\.\n\n## When to use\n/);
		const first = await client.callTool({ name: 'clerk', arguments: { message: 'When does it ship?', conversationId: 'mine' } });
		expect(first.content).toEqual([{ type: 'text', text: 'It ships today.' }]);
		expect(first.structuredContent).toMatchObject({ outcome: 'reply', conversationId: 'mine', agent: { id: 'clerk' } });
		expect(first.structuredContent.usage).toMatchObject({ inputTokens: expect.any(Number) as number });
		await client.callTool({ name: 'clerk', arguments: { message: 'Sure?', conversationId: 'mine' } });
		expect(JSON.stringify(model.requests[1]!.messages)).not.toContain('trp_');
	});

	test('a run that waits for an approval asks the person at the client, and goes on', async () => {
		const { url, pay, model, lines } = await open(calling(['pay', { to: 'ana', number: 5 }, 'p']), 'Paid.');
		const questions: string[] = [];
		const client = await connect(url, serviceToken, (message) => {
			questions.push(message);
			return { action: 'accept', content: { approved: true, comment: 'fine' } };
		});
		const result = await client.callTool({ name: 'clerk', arguments: { message: 'Please pay Ana the 5 dollars that I owe her.' } });
		expect(result.structuredContent).toMatchObject({ outcome: 'reply', reply: 'Paid.' });
		expect(questions).toEqual([
			'May the agent call pay?\n- to: "ana"\n- number: 5\nThis call cannot be undone.\nAgent: clerk 1.0.0, asked by mcp:local\nWhere the values come from:\n- to, number: the words of the person',
		]);
		expect(pay.calls).toEqual([{ to: 'ana', number: 5 }]);
		expect(model.requests).toHaveLength(2);
		const facts = { approved: true, by: 'mcp:local', viewSha256: expect.any(String) as string };
		expect(lines).toContainEqual(['info', 'agent decided', expect.objectContaining(facts)]);
	});

	test('the form shows the whole call, however many and long its arguments are (letta-ai/letta-code#1584)', async () => {
		const text = `${'Please send the usual. '.repeat(20)}and wire 99999 to IBAN X`;
		const others = Object.fromEntries([...'abcdefghij'].map((name) => [name, `v\u202e${name}`]));
		const { url } = await open(calling(['pay', { text, ...others }, 'p']), 'Paid.');
		const questions: string[] = [];
		const client = await connect(url, serviceToken, (message) => (questions.push(message), { action: 'decline' }));
		await client.callTool({ name: 'clerk', arguments: { message: 'Pay.' } });
		const lines = [...'abcdefghij'].map((name) => `- ${name}: "v<U+202E>${name}"`);
		expect(questions).toEqual([
			[
				'May the agent call pay?',
				`- text: "${text}"`,
				...lines,
				'This call cannot be undone.',
				'Agent: clerk 1.0.0, asked by mcp:local',
				'Where the values come from:',
				'- text, a, b, c, d, e, f, g, h, i, j: written by the agent, in no text that it read',
			].join('\n'),
		]);
	});

	test('a person who declines at the client declines the call', async () => {
		const { url, pay } = await open(calling(['pay', { to: 'ana' }, 'p']), 'Not paid.');
		const client = await connect(url, serviceToken, () => ({ action: 'decline' }));
		expect((await client.callTool({ name: 'clerk', arguments: { message: 'Pay.' } })).structuredContent.reply).toBe('Not paid.');
		expect(pay.calls).toEqual([]);
	});

	test('a caller without agent:decide is not asked, and not told what with', async () => {
		const { url, createKey } = await open(calling(['pay', { to: 'ana' }, 'p']));
		const client = await connect(url, await createKey('asker', ['agent:run']), () => {
			throw new Error('must not be asked');
		});
		const { structuredContent } = await client.callTool({ name: 'clerk', arguments: { message: 'Pay.' } });
		expect(structuredContent).toMatchObject({
			outcome: 'needs-human',
			reason: 'approval',
			pending: [{ id: 'p', kind: 'approval', tool: 'pay', effect: 'irreversible' }],
		});
		expect(JSON.stringify(structuredContent)).not.toContain('ana');
	});

	test('a caller that is known is not asked about what it wanted itself, also with agent:decide (avniproject/avni-server#1025)', async () => {
		const { url, pay, createKey } = await open(calling(['pay', { to: 'ana' }, 'p']));
		const client = await connect(url, await createKey('both', ['agent:run', 'agent:decide']), () => {
			throw new Error('must not be asked');
		});
		const { structuredContent } = await client.callTool({ name: 'clerk', arguments: { message: 'Pay.' } });
		expect(structuredContent).toMatchObject({ outcome: 'needs-human', reason: 'approval' });
		expect(pay.calls).toEqual([]);
	});

	test('a question is for who asked, whatever their scopes', async () => {
		const asks = calling(['ask_person', { question: 'Which order?', choices: ['1', '2'] }, 'q']);
		const { url, createKey } = await open(asks, 'Order 2 ships today.');
		const client = await connect(url, await createKey('asker', ['agent:run']), () => ({ action: 'accept', content: { answer: '2' } }));
		expect((await client.callTool({ name: 'clerk', arguments: { message: 'When?' } })).structuredContent.reply).toBe(
			'Order 2 ships today.',
		);
	});

	test('a client without forms is told that the run waits', async () => {
		const { url } = await open(calling(['pay', { to: 'ana' }, 'p']));
		const client = await connect(url);
		expect((await client.callTool({ name: 'clerk', arguments: { message: 'Pay.' } })).structuredContent).toMatchObject({
			outcome: 'needs-human',
			pending: [{ id: 'p', tool: 'pay', arguments: { to: 'ana' } }],
		});
	});

	test('calls processes: one that ends brings its variables, one that waits its state (wevm/incur#161)', async () => {
		const { url, engine } = await open();
		const describes = { 'io.camunda.tool:purpose': 'Adds two numbers.', 'io.camunda.tool:inputs': 'a and b' };
		const schema = JSON.stringify({ properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a'] });
		await engine.deploy([
			processModel('adding', [
				startOf({ 'io.camunda.tool:name': 'add', ...describes, 'troupe.tool:schema': schema }, byMessage('adding')),
				scriptTask('sum', '=a + b', 'sum'),
				endEvent(),
				...chain('start', 'sum', 'end'),
			]),
			processModel('checking', [
				startOf({ 'io.camunda.tool:name': 'check', 'troupe.tool:wait': '0' }),
				userTask('look', { native: true }),
				endEvent(),
				...chain('start', 'look', 'end'),
			]),
			processModel('hidden', [startOf({}), endEvent(), ...chain('start', 'end')]),
		]);
		const client = await connect(url);
		const { tools } = await client.listTools();
		expect(tools.map(({ name }) => name)).toEqual(['add', 'check', 'clerk', 'getProcessState']);
		expect(tools[0]!.description).toBe('Adds two numbers.\n\n## Inputs\na and b');
		const said = tools.map((tool) => ({ source: 'mcp:troupe' as const, description: '', ...tool, parameters: tool.inputSchema }));
		expect((await Promise.all(said.map((tool) => findToolWarnings(tool, said)))).flat()).toEqual([]);
		const sum = await client.callTool({ name: 'add', arguments: { a: 2, b: 3 } });
		expect(sum.structuredContent).toMatchObject({ state: 'COMPLETED', variables: { a: 2, b: 3, sum: 5 } });
		const exact = await client.callTool({ name: 'add', arguments: { a: Number.MAX_SAFE_INTEGER, b: 2 } });
		expect(parseJson(exact.content[0]!.text)).toMatchObject({ state: 'COMPLETED', variables: { sum: 9007199254740993n } });
		expect(exact.structuredContent).toMatchObject({ state: 'COMPLETED', variables: { sum: 2 ** 53 } });
		const large = await client.callTool({ name: 'add', arguments: toWritable({ a: 9007199254740993n, b: 0 }) as object });
		expect(parseJson(large.content[0]!.text)).toMatchObject({
			state: 'COMPLETED',
			variables: { a: 9007199254740993n, sum: 9007199254740993n },
		});
		const wrong = await client.callTool({ name: 'add', arguments: { a: 'two' } });
		expect([wrong.isError, wrong.content[0]!.text]).toEqual([true, expect.stringMatching(/^INPUT_INVALID: The arguments of add .*number/)]);
		const waiting = (await client.callTool({ name: 'check', arguments: {} })).structuredContent;
		expect(waiting).toMatchObject({ state: 'ACTIVE', activeElementInstances: [{ flowNodeId: 'look', type: 'userTask' }] });
		const [task] = await engine.searchUserTasks({ instanceKey: waiting.processInstanceKey as string });
		await engine.completeUserTask(task!.key, { ok: true });
		const state = await client.callTool({ name: 'getProcessState', arguments: { processInstanceKey: waiting.processInstanceKey } });
		expect(state.structuredContent).toMatchObject({
			state: 'COMPLETED',
			variables: [{ name: 'ok', value: true }],
			activeElementInstances: [],
		});
	});

	test('a process takes the arguments that its schema names, and without one none', async () => {
		const { url, engine } = await open();
		const place = (id: string, schema?: object) =>
			processModel(id, [
				startOf({ 'io.camunda.tool:name': id, ...(schema && { 'troupe.tool:schema': JSON.stringify(schema) }) }),
				endEvent(),
				...chain('start', 'end'),
			]);
		await engine.deploy([
			place('none'),
			place('closed', { properties: { n: { type: 'string' } } }),
			place('open', { additionalProperties: true }),
		]);
		const client = await connect(url);
		const call = async (name: string, input: object) => {
			const { isError, content } = await client.callTool({ name, arguments: input });
			return isError ? content[0]!.text : 'done';
		};
		expect(await call('none', {})).toBe('done');
		expect(await call('none', { approved: true })).toMatch(/^INPUT_INVALID: The arguments of none .*additional properties/);
		expect(await call('closed', { n: 'x' })).toBe('done');
		expect(await call('closed', { n: 'x', approved: true })).toMatch(/additional properties/);
		expect(await call('closed', { n: 'x'.repeat(100_001) })).toMatch(/100000/);
		expect(await call('open', { approved: true })).toBe('done');
		expect(await call('getProcessState', { processInstanceKey: '1', evil: 2 })).toMatch(/additional properties/);
		expect(await call('getProcessState', { processInstanceKey: 'x' })).toMatch(/pattern/);
	});

	test('each caller sees the tools of its scopes and its tenant', async () => {
		const { url, engine, createKey } = await open();
		await engine.deploy([processModel('p', [startOf({ 'io.camunda.tool:name': 'mine' }), endEvent(), ...chain('start', 'end')])]);
		const names = async (scopes: string[], tenant?: string) => {
			const client = await connect(url, await createKey(`${scopes.join()} ${tenant}`, scopes, tenant));
			return (await client.listTools()).tools.map(({ name }) => name);
		};
		expect(await names(['metrics:read'])).toEqual([]);
		expect(await names(['agent:run'])).toEqual(['clerk']);
		expect(await names(['agent:run:clerk'])).toEqual(['clerk']);
		expect(await names(['agent:run:other'])).toEqual([]);
		expect(await names(['process:run', 'process:read'])).toEqual(['getProcessState', 'mine']);
		expect(await names(['process:run', 'process:read', 'agent:run'], 'globex')).toEqual(['clerk', 'getProcessState']);
		const denied = await connect(url, await createKey('other', ['metrics:read']));
		const why = { code: -32_602, message: expect.stringContaining('needs the scope agent:run:clerk or agent:run') };
		await expect(denied.callTool({ name: 'clerk', arguments: { message: 'Hi' } })).rejects.toMatchObject(why);
		await expect(connect(url, 'wrong')).rejects.toThrow();
	});

	test('the arguments of a small model are read where nothing is lost, and no name of a conversation is one', async () => {
		const { url } = await open('At nine.', 'At ten.', 'At noon.');
		const client = await connect(url);
		const ask = async (more: object) =>
			(await client.callTool({ name: 'clerk', arguments: { message: 'When?', ...more } })).structuredContent;
		expect(await ask({ conversation_id: 'mine' })).toMatchObject({ reply: 'At nine.', conversationId: 'mine' });
		const ids = [await ask({ conversationId: '' }), await ask({ conversationId: null })].map((one) => one.conversationId as string);
		expect(ids.map((id) => id.length)).toEqual([36, 36]);
		expect(ids[0]).not.toBe(ids[1]);
	});

	test('a fault is an error for the model of the client, with what to do', async () => {
		const { url } = await open();
		const client = await connect(url);
		const empty = await client.callTool({ name: 'clerk', arguments: { message: ' ' } });
		expect([empty.isError, empty.content[0]!.text]).toEqual([true, expect.stringMatching(/^INPUT_INVALID: .*message.* Run: \S+\.$/)]);
	});

	test.each([
		['an argument that the schema does not have', { evil: 1 }, /additional properties/],
		['a text that is longer than the schema says', { conversationId: 'c'.repeat(181) }, /conversationId.*180/],
		['a list in place of a text', { message: ['Hello'] }, /message/],
	])('refuses %s', async (_, more, problem) => {
		const { url } = await open();
		const client = await connect(url);
		const refused = await client.callTool({ name: 'clerk', arguments: { message: 'Hello', ...more } });
		expect([refused.isError, refused.content[0]!.text]).toEqual([true, expect.stringMatching(/^INPUT_INVALID: The arguments of clerk /)]);
		expect(refused.content[0]!.text).toMatch(problem);
	});
});

test('who carries the state of another caller to a call is refused', async () => {
	const { url, createKey, pay } = await open(calling(['pay', { to: 'ana' }, 'p']), 'Paid.');
	const call = async (token: string, more: object = {}) => {
		const meta = {
			'io.modelcontextprotocol/protocolVersion': '2026-07-28',
			'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
			'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
		};
		const params = { name: 'clerk', arguments: { message: 'Pay.' }, _meta: meta, ...more };
		const response = await fetch(`${url}/mcp`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				'mcp-protocol-version': '2026-07-28',
				'mcp-method': 'tools/call',
				'mcp-name': 'clerk',
			},
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
		});
		return (await response.json()) as { result?: Record<string, unknown>; error?: { message: string } };
	};
	const { result } = await call(serviceToken);
	expect(result).toMatchObject({ resultType: 'input_required', inputRequests: { p: { method: 'elicitation/create' } } });
	const answer = { requestState: result!.requestState, inputResponses: { p: { action: 'accept', content: { approved: true } } } };
	const other = await createKey('other', ['agent:run', 'agent:decide']);
	expect((await call(other, answer)).error?.message).toContain('requestState');
	expect((await call(serviceToken, { ...answer, requestState: `${String(result!.requestState)}x` })).error?.message).toContain(
		'requestState',
	);
	expect(pay.calls).toEqual([]);
	expect((await call(serviceToken, answer)).result).toMatchObject({ structuredContent: { reply: 'Paid.' } });
	expect(pay.calls).toHaveLength(1);
	expect((await call(serviceToken, answer)).result).toMatchObject({ isError: true });
	expect(pay.calls).toHaveLength(1);
});

test('a session belongs to who opened it; an unknown one is answered 404, and a batch 400 (DAWNCR0W/affine-mcp-server#301)', async () => {
	const { url, createKey } = await open();
	const initialize = {
		...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
		params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
	};
	const send = (token: string, body: object, session?: string) =>
		fetch(`${url}/mcp`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${token}`,
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...(session !== undefined && { 'mcp-session-id': session }),
			},
			body: JSON.stringify(body),
		});
	const session = (await send(serviceToken, initialize)).headers.get('mcp-session-id')!;
	const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' };
	expect((await send(serviceToken, list, session)).status).toBe(200);
	expect((await send(await createKey('other', ['agent:run']), list, session)).status).toBe(404);
	expect((await send(serviceToken, list, 'gone')).status).toBe(404);
	expect((await send('wrong', list, session)).status).toBe(401);
	for (const open of [undefined, session]) {
		const batch = await send(serviceToken, [list, list], open);
		expect([batch.status, await batch.json()]).toMatchObject([400, { error: { code: -32_600 } }]);
	}
	const stateless = await send(serviceToken, list);
	expect([stateless.status, await stateless.text()]).toEqual([200, expect.stringContaining('"clerk"')]);
});

test('a session is ended once, also with the header of JSON (modelcontextprotocol/ruby-sdk#261)', async () => {
	const { url } = await open();
	const headers = {
		authorization: `Bearer ${serviceToken}`,
		'content-type': 'application/json',
		accept: 'application/json, text/event-stream',
	};
	const clientInfo = { name: 'python', version: '1' };
	const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
	const begun = await fetch(`${url}/mcp`, {
		...{ method: 'POST', headers },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
	});
	const session = { ...headers, 'mcp-session-id': begun.headers.get('mcp-session-id')!, 'mcp-protocol-version': '2025-11-25' };
	await begun.body?.cancel();
	expect((await fetch(`${url}/mcp`, { method: 'DELETE', headers: session })).status).toBe(200);
	expect((await fetch(`${url}/mcp`, { method: 'DELETE', headers: session })).status).toBe(404);
});

test.each([
	['half of a request', '{"jsonrpc":"2.0","id":1,'],
	['a name that is a prototype', '{"__proto__":{}}'],
	['nothing', ''],
])('a body of %s is answered in JSON-RPC (a2aproject/a2a-dotnet#330)', async (_what, body) => {
	const { url } = await open();
	const headers = {
		authorization: `Bearer ${serviceToken}`,
		'content-type': 'application/json',
		accept: 'application/json, text/event-stream',
	};
	const answer = await fetch(`${url}/mcp`, { method: 'POST', headers, body });
	const error = expect.objectContaining({ code: -32_700 }) as object;
	expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ error })]);
	expect((await fetch(`${url}/mcp`, { method: 'POST', headers: { ...headers, authorization: 'Bearer x' }, body })).status).toBe(401);
});

test.each([
	['2025-11-25', '2025-11-25'],
	['2025-06-18', '2025-11-25'],
])('a client of the revision %s is answered in %s, and a header of an older one is refused', async (asked, answered) => {
	const { url } = await open();
	const send = async (body: object, more: Record<string, string> = {}) => {
		const headers = {
			...{ authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
			...more,
		};
		const answer = await fetch(`${url}/mcp`, { method: 'POST', headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }) });
		return { status: answer.status, text: await answer.text() };
	};
	const params = { protocolVersion: asked, capabilities: {}, clientInfo: { name: 'test', version: '1' } };
	expect((await send({ method: 'initialize', params })).text).toContain(`"protocolVersion":"${answered}"`);
	const old = await send({ method: 'tools/list' }, { 'mcp-protocol-version': '2025-06-18' });
	expect([old.status, old.text.includes('2024-10-07')]).toEqual([400, false]);
});
