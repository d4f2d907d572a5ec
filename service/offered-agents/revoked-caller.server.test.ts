/** What a key began ends when it is revoked: a run of an agent, and the wait of a worker. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { once } from 'node:events';
import { chain, endEvent, extensions, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { calling } from '../../test/fakes/tool-agent';
import { waitUntil } from '../../test/support/wait-until';
import { serviceToken, startTestService } from '../../test/support/offering-service';

async function revoke(url: string, key: string): Promise<void> {
	const headers = { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' };
	const address = `${url}/api/v1/access-keys/${key.slice(0, 12)}/revoke`;
	const revoked = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ reason: 'left' }) });
	expect(revoked.ok).toBe(true);
}

async function sendOverA2a(url: string, key: string): Promise<unknown> {
	const message = { messageId: 'm', role: 'ROLE_USER', parts: [{ text: 'Hello' }] };
	const answer = await fetch(`${url}/a2a/clerk`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'a2a-version': '1.0' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
	});
	return answer.json();
}

test.each(['MCP', 'A2A'])('ends a run over %s with the reason, and makes no further call', async (door) => {
	let began = () => undefined as void;
	const isAsked = new Promise<void>((resolve) => (began = resolve));
	const service = await startTestService([
		async (_request, signal) => {
			began();
			await once(signal, 'abort');
			throw signal.reason;
		},
		calling(['pay', {}]),
	]);
	const key = await service.createKey('bot', ['agent:run:clerk']);
	const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
	const requestInit = { headers: { authorization: `Bearer ${key}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`), { requestInit }));
	try {
		const ask = door === 'MCP' ? client.callTool({ name: 'clerk', arguments: { message: 'Hello' } }) : sendOverA2a(service.url, key);
		const answer = ask.then((told) => JSON.stringify(told));
		await isAsked;
		await revoke(service.url, key);
		expect(await answer).toMatch(/ACCESS_DENIED: .*revoked/);
		expect(service.model.requests).toHaveLength(1);
	} finally {
		await client.close();
		await service.close();
	}
});

/** A model that answers when the test says so, unless its run ends. */
function hold(text: string) {
	const [asked, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const step = async (_request: unknown, signal: AbortSignal) => {
		asked.resolve();
		await Promise.race([end.promise, once(signal, 'abort')]);
		signal.throwIfAborted();
		return { text, finish: 'stop' as const, model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	};
	return { step, isAsked: asked.promise, answer: end.resolve };
}

const askOver = {
	REST: async (url: string, key: string) => (await postTo(url, key, '/api/v1/agents/clerk/runs', { message: 'Hello' })).text(),
	MCP: async (url: string, key: string) => {
		const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
		const requestInit = { headers: { authorization: `Bearer ${key}` } };
		await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }));
		try {
			return JSON.stringify(await client.callTool({ name: 'clerk', arguments: { message: 'Hello' } }));
		} finally {
			await client.close();
		}
	},
	A2A: async (url: string, key: string) => JSON.stringify(await sendOverA2a(url, key)),
};

test.each(Object.entries(askOver))('lets a run over %s go on after its session was left, and ends it with the session', async (_, ask) => {
	const [left, others, stolen] = [hold('Done.'), hold('Never.'), hold('Never.')];
	const service = await startTestService([left.step, others.step, stolen.step]);
	const [own, other] = [await service.createKey('ana', ['agent:run:clerk']), await service.createKey('bot', ['agent:run:clerk'])];
	const signIn = async () => {
		const answer = await postTo(service.url, own, '/console/session', {});
		return /troupe_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')![1]!;
	};
	const [first, second] = [await signIn(), await signIn()];
	try {
		const goesOn = ask(service.url, first);
		await left.isAsked;
		const ends = ask(service.url, other);
		await others.isAsked;
		const endsToo = ask(service.url, second);
		await stolen.isAsked;
		const signedOut = await fetch(`${service.url}/console/session`, { method: 'DELETE', headers: { authorization: `Bearer ${first}` } });
		expect(signedOut.status).toBe(200);
		await revoke(service.url, other);
		await revoke(service.url, second);
		for (const end of [ends, endsToo]) expect(await end).toMatch(/ACCESS_DENIED/);
		left.answer();
		expect(await goesOn).toContain('Done.');
	} finally {
		await service.close();
	}
});

const postTo = (url: string, secret: string, path: string, body: object): Promise<Response> =>
	fetch(`${url}${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
		body: JSON.stringify(body),
	});
const activate = (url: string, secret: string, requestTimeout: number) =>
	postTo(url, secret, '/v2/jobs/activation', { type: 'pack', timeout: 60_000, maxJobsToActivate: 5, requestTimeout });
const toolName = '<zeebe:properties><zeebe:property name="io.camunda.tool:name" value="order"/></zeebe:properties>';
const packing = processModel('p', [
	{ ...startEvent(), extensions: extensions(toolName) },
	serviceTask('pack', { type: 'pack' }),
	endEvent(),
	...chain('start', 'pack', 'end'),
]);

test('a worker that waits for jobs gets none after its key was revoked', async () => {
	const service = await startTestService([]);
	const watched = jest.spyOn(service.engine, 'watchJobs');
	const key = await service.createKey('worker', ['process:work']);
	try {
		await service.engine.deploy([packing]);
		const waiting = activate(service.url, key, 30_000);
		await waitUntil('the worker waits', () => watched.mock.calls.length > 0);
		await revoke(service.url, key);
		await service.engine.start({ processId: 'p', variables: { secret: 'S-1' } });
		const answer = await waiting;
		expect([answer.status, await answer.text()]).toEqual([403, expect.not.stringContaining('S-1')]);
		const other = await activate(service.url, await service.createKey('other', ['process:work']), 1_000);
		expect(((await other.json()) as { jobs: unknown[] }).jobs).toHaveLength(1);
	} finally {
		await service.close();
	}
});

test.each([
	['REST', '/v2/process-instances', { processDefinitionId: 'p', awaitCompletion: true, requestTimeout: 30_000 }],
	['MCP', '/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'order', arguments: {} } }],
])('a caller over %s that waits for the end of an instance does not get its result', async (_, path, body) => {
	const service = await startTestService([]);
	const key = await service.createKey('starter', ['process:run']);
	try {
		await service.engine.deploy([packing]);
		const waiting = postTo(service.url, key, path, body).then((answer) => answer.text());
		const found = (await (await activate(service.url, serviceToken, 30_000)).json()) as { jobs: Array<{ jobKey: string }> };
		await revoke(service.url, key);
		await postTo(service.url, serviceToken, `/v2/jobs/${found.jobs[0]!.jobKey}/completion`, { variables: { secret: 'S-1' } });
		const answer = await waiting;
		expect(answer).toMatch(/ended while it waited|ACCESS_DENIED/);
		expect(answer).not.toContain('S-1');
	} finally {
		await service.close();
	}
});
