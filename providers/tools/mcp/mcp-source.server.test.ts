import type { ToolContext } from '../../../core/ports/tools/tools';
import { guardedFetch } from '../../http/guarded-fetch';
import { compileForm } from '../../../test/support/compile-form';
import { createMcpSource } from './mcp-source';
import { startTestServer, type TestServer, testTools } from '../../../test/fakes/mcp/test-server';
import { slowTest } from '../../../test/support/slow-tests';

const context = (signal = new AbortController().signal): ToolContext => ({ signal, idempotencyKey: 'k', resultCharacters: 1_000 });
const never = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
const over = (url: string, more: object = {}) =>
	createMcpSource({ compileForm, server: 'crm', reach: { kind: 'http', url, headers: {}, send }, ...more });

let server: TestServer;
let cancelled: string[];
let missing = 0;
beforeAll(async () => {
	const { promise: forever } = Promise.withResolvers<never>();
	const slow = {
		call: (_: object, signal: AbortSignal) => {
			signal.addEventListener('abort', () => cancelled.push('slow'));
			return forever;
		},
	};
	const refuse = {
		call: () => {
			throw Object.assign(new Error('no such field'), { code: -32_602 });
		},
	};
	const lacking = {
		call: () => {
			missing += 1;
			throw Object.assign(new Error('no such customer'), { code: 404 });
		},
	};
	server = await startTestServer({ ...testTools, slow, refuse, missing: lacking }, { pageSize: 3 });
});
afterAll(() => server.close());
beforeEach(() => {
	server.seen.length = 0;
	server.headers.length = 0;
	server.intercept = undefined;
	cancelled = [];
});

/** Calls one tool in a session of its own. */
async function call(name: string, input: Record<string, unknown> = {}, source = over(server.url)) {
	try {
		const tool = (await source.tools(never)).find((each) => each.name === name)!;
		return await tool.call(input, context());
	} finally {
		await source.close();
	}
}

test('lists the tools of all pages; their effect is what the definition says, not the hints of the server (QwenLM/qwen-code#6924)', async () => {
	const source = over(server.url, { effects: { echo: 'reads' } });
	const tools = await source.tools(never);
	await source.close();
	expect(tools.map(({ name, source: from, effect }) => [name, from, effect])).toEqual(
		[...Object.keys(testTools), 'slow', 'refuse', 'missing'].map((name) => [name, 'mcp:crm', name === 'echo' ? 'reads' : 'irreversible']),
	);
	expect(tools[0]).toMatchObject({ description: 'Says it back.', parameters: { type: 'object' } });
});

test('an error of the server is for the model, whatever its number, and no reason to call again', async () => {
	const before = missing;
	expect(await call('missing')).toEqual({ kind: 'error', text: 'The server "crm" refused the call', said: 'no such customer' });
	expect(missing - before).toBe(1);
});

test('a session lasts for the run: it is opened once, and ended', async () => {
	const source = over(server.url);
	const [echo] = await source.tools(never);
	await Promise.all([1, 2, 3].map((a) => echo!.call({ a }, context())));
	await source.close();
	expect(server.seen.filter((line) => line === 'POST initialize')).toHaveLength(1);
	expect(server.seen.at(-1)).toBe('DELETE');
});

test('only those tools are there that the definition names', async () => {
	const source = over(server.url, { tools: ['read', 'echo'] });
	expect((await source.tools(never)).map(({ name }) => name)).toEqual(['echo', 'read']);
	await source.close();
	const missing = over(server.url, { tools: ['reed'] });
	await expect(missing.tools(never)).rejects.toMatchObject({ code: 'TOOL_INVALID', message: expect.stringContaining('reed') });
	await missing.close();
});

test.each<[string, Record<string, unknown>, object]>([
	['echo', { a: [1, 'é'] }, { kind: 'ok', text: '{"a":[1,"é"]}' }],
	['fail', {}, { kind: 'error', text: 'The tool failed', said: 'No such customer.' }],
	['refuse', {}, { kind: 'error', text: 'The server "crm" refused the call', said: 'no such field' }],
	['structured', {}, { kind: 'ok', text: '{"total":5}' }],
	['picture', {}, { kind: 'ok', text: '[image, image/png, 3 KB: not shown]\nin the file\n[resource b: https://example.com/b]' }],
])('the result of %s is text', async (name, input, expected) => expect(await call(name, input)).toEqual(expected));

test('headers go with each request, secrets in them', async () => {
	await call('read', {}, over(server.url, { reach: { kind: 'http', url: server.url, headers: { authorization: 'Bearer s' }, send } }));
	expect(server.headers.every(({ authorization }) => authorization === 'Bearer s')).toBe(true);
});

test.each([true, false])('a server without sessions works, answering by JSON: %s', async (json) => {
	const plain = await startTestServer(testTools, { stateless: true, json });
	expect(await call('read', {}, over(plain.url))).toEqual({ kind: 'ok', text: 'read' });
	plain.close();
});

test('a cancelled call reaches the server, also where the run ends with it', async () => {
	const source = over(server.url);
	const slow = (await source.tools(never)).find(({ name }) => name === 'slow')!;
	const run = new AbortController();
	server.intercept = ({ method }) => {
		if (method === 'tools/call') setImmediate(() => run.abort(new Error('enough')));
		return false;
	};
	await expect(slow.call({}, context(run.signal))).rejects.toThrow('enough');
	await source.close();
	expect([server.seen.includes('POST notifications/cancelled'), cancelled]).toEqual([true, ['slow']]);
});

describe('a connection that is lost', () => {
	const cutOnce = (method: string) => {
		let cut = false;
		server.intercept = (message, response) => {
			if (message.method !== method || cut) return false;
			cut = true;
			response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begun\n\n');
			setImmediate(() => response.destroy());
			return true;
		};
	};
	const callsSeen = () => server.seen.filter((line) => line === 'POST tools/call').length;

	test('is no reason to call again because the server says that the tool reads', async () => {
		cutOnce('tools/call');
		expect(await call('read')).toMatchObject({ kind: 'error', text: expect.stringContaining('It is unknown') as string });
		expect(callsSeen()).toBe(1);
	});

	test('is made again, and what only reads is asked for again', async () => {
		cutOnce('tools/call');
		expect(await call('read', {}, over(server.url, { effects: { read: 'reads' } }))).toEqual({ kind: 'ok', text: 'read' });
		expect(callsSeen()).toBe(2);
	});

	test('ends what may have had an effect, and says that nobody knows', async () => {
		cutOnce('tools/call');
		expect(await call('echo')).toMatchObject({ kind: 'error', text: expect.stringMatching(/ended the connection.*unknown/) });
		expect(callsSeen()).toBe(1);
	});

	test('within the list is made again', async () => {
		cutOnce('tools/list');
		expect(await call('read')).toEqual({ kind: 'ok', text: 'read' });
	});

	test('does not block the next call', async () => {
		const source = over(server.url);
		const [echo] = await source.tools(never);
		cutOnce('tools/call');
		expect(await echo!.call({}, context())).toMatchObject({ kind: 'error' });
		expect(await echo!.call({ a: 1 }, context())).toEqual({ kind: 'ok', text: '{"a":1}' });
		await source.close();
	});

	test('to a session that the server forgot is opened again: the call was never heeded', async () => {
		const source = over(server.url);
		const [echo] = await source.tools(never);
		server.forget();
		expect(await echo!.call({ a: 1 }, context())).toEqual({ kind: 'ok', text: '{"a":1}' });
		await source.close();
	});
});

describe('what a server may do to us', () => {
	const answerWith = (method: string, status: number, type: string, body: string) => {
		server.intercept = (message, response) => {
			if (message.method !== method) return false;
			response.writeHead(status, { 'content-type': type }).end(body);
			return true;
		};
	};

	test.each<[string, () => void, string]>([
		['answers a web page', () => answerWith('initialize', 200, 'text/html', '<p>Log in</p>'), 'follow the MCP protocol'],
		['answers garbage', () => answerWith('initialize', 200, 'application/json', '{"a":'), 'follow the MCP protocol'],
		['refuses the key', () => answerWith('initialize', 401, 'application/json', '{"key":"sk-secret"}'), '401'],
		['is something else', () => answerWith('initialize', 404, 'text/html', 'sk-secret'), '404'],
		[
			'lists no tools',
			() => answerWith('tools/list', 200, 'application/json', '{"jsonrpc":"2.0","id":1,"result":{"tools":"sk-secret"}}'),
			'follow the MCP protocol',
		],
	])('%s', async (_, prepare, why) => {
		prepare();
		const source = over(server.url);
		const error = await source.tools(never).then(
			() => undefined,
			(thrown: Error) => thrown,
		);
		await source.close();
		expect(error).toMatchObject({
			code: 'TOOL_SOURCE_UNREACHABLE',
			message: expect.stringContaining(why),
			fix: expect.any(String),
			details: { server: 'crm' },
		});
		expect(JSON.stringify([error?.message, error])).not.toContain('sk-secret');
	});

	test('nothing listens', async () => {
		await expect(over('http://127.0.0.1:1/mcp').tools(never)).rejects.toMatchObject({
			code: 'TOOL_SOURCE_UNREACHABLE',
			retryable: true,
			message: expect.stringContaining('ECONNREFUSED'),
		});
	});

	test('its address is private', async () => {
		const closed = over(server.url, { reach: { kind: 'http', url: server.url, headers: {}, send: guardedFetch() } });
		await expect(closed.tools(never)).rejects.toMatchObject({
			code: 'TOOL_SOURCE_UNREACHABLE',
			retryable: false,
			message: expect.stringContaining('127.0.0.1'),
			fix: expect.stringContaining('TROUPE_ALLOW_PRIVATE_NETWORKS'),
		});
	});

	slowTest('answers more than fits, and is not read to the end', async () => {
		expect(await call('big', { megabytes: 12 })).toMatchObject({ kind: 'error', text: expect.stringContaining('exceeds 10 MB') });
	});

	slowTest('lists ten thousand tools', async () => {
		const tools = Array.from({ length: 10_000 }, (_, index) => ({ name: `t${index}`, inputSchema: { type: 'object' } }));
		answerWith('tools/list', 200, 'application/json', JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools } }));
		const source = over(server.url);
		await expect(source.tools(never)).rejects.toMatchObject({ code: 'TOOL_INVALID', fix: expect.any(String) });
		await source.close();
	});

	slowTest('lists without end', async () => {
		let page = 0;
		server.intercept = (message, response) => {
			if (message.method !== 'tools/list') return false;
			const { id } = message as { id?: number };
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [], nextCursor: String(++page) } }));
			return true;
		};
		const source = over(server.url);
		await expect(source.tools(never)).rejects.toMatchObject({ code: 'TOOL_INVALID' });
		await source.close();
		expect(page).toBeLessThan(60);
	});

	test('does not answer, and the run is cancelled', async () => {
		const run = new AbortController();
		server.intercept = () => (setImmediate(() => run.abort(new Error('enough'))), true);
		const source = over(server.url);
		await expect(source.tools(run.signal)).rejects.toThrow('enough');
		await source.close();
	});
});
