/** What a run makes of answers that real model servers have sent: over the wire, whole and streamed. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { openGate } from '../../test/fakes/permissive-gate';
import { testTerminal } from '../../test/support/test-terminal';
import { runAgentRun } from './agent-run';

const folder = mkdtempSync(join(tmpdir(), 'troupe-answers-'));
let server: Server;
let address: string;
/** The answers of the models, in turn; objects are streamed as one event if a stream is asked for. */
let answers: unknown[];
let tools: string[];

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			if (!/completions|messages/.test(request.url!)) {
				tools.push(`${request.method} ${request.url}`);
				return void response.setHeader('content-type', 'application/json').end('{"ok":true}');
			}
			const { stream } = JSON.parse(Buffer.concat(chunks).toString()) as { stream?: boolean };
			const answer = answers.shift();
			if (!stream) return void response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
			const events = Array.isArray(answer) ? answer : toEvents(answer);
			response.setHeader('content-type', 'text/event-stream');
			response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + 'data: [DONE]\n\n');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => (tools = []));
afterAll(() => {
	server.closeAllConnections();
	server.close();
	rmSync(folder, { recursive: true });
});

interface Choice {
	message: { content?: string | null; tool_calls?: object[] };
	finish_reason: string;
	error?: object;
}

const say = (content: string | null, finish_reason = 'stop', more: object = {}) => ({
	choices: [{ message: { content, ...more }, finish_reason }],
});
const callTool = (name: string, given: unknown, finish: string) =>
	say(null, finish, { tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: given } }] });

/** The text comes letter by letter. */
function toEvents(answer: unknown): object[] {
	const [{ message, ...end }] = (answer as { choices: [Choice] }).choices;
	const { content, tool_calls: calls = [] } = message;
	return [
		...[...(content ?? '')].map((letter) => ({ choices: [{ delta: { content: letter } }] })),
		...calls.map((call, index) => ({ choices: [{ delta: { tool_calls: [{ index, ...call }] } }] })),
		{ choices: [{ delta: {}, ...end }] },
	];
}

async function run(streams: boolean, script: unknown[], { models = ['m'], output = undefined as object | undefined } = {}) {
	answers = script;
	const http = (name: string, method: string, path: string) => ({
		...{ kind: 'http', name, description: name, method, url: `${address}${path}` },
		parameters: path.includes('{id}')
			? { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }
			: { type: 'object', properties: {} },
	});
	const definition = {
		...{ id: 'shop', version: '1.0.0', name: 'Shop', purpose: 'Helps.', prompt: 'Help.' },
		model: { route: models.map((model) => ({ provider: 'openai', model })) },
		tools: {
			define: [http('close_day', 'POST', '/close'), http('order', 'GET', '/orders/{id}')],
			rules: [{ tool: '*', permission: 'allow' }],
		},
		guardrails: { personalData: { types: [], action: 'token' } },
		limits: { messageCharacters: 1000, modelCalls: 5, toolCalls: 5, outputTokens: 1000, tokens: 50_000, wallClockMs: 20_000 },
		...(output && { output: { schema: output } }),
	};
	const file = join(folder, 'shop.json');
	writeFileSync(file, JSON.stringify(definition));
	const host = async () => ({
		...{ gate: openGate(), agentFolders: [], allowPrivateNetworks: true, stateFolder: mkdtempSync(join(folder, 'state-')) },
		providers: { openai: { apiKey: 'k', baseUrl: `${address}/v1` } },
	});
	const terminal = testTerminal();
	const asking = { agent: file, conversation: 'c', message: 'Close?', ...(streams ? { events: true } : { json: true }) };
	await runAgentRun(asking, terminal, host);
	if (!streams) return { outcome: JSON.parse(terminal.printed.join('\n')) as AgentOutcome, shown: '' };
	const printed = terminal.printed.map((line) => JSON.parse(line) as { outcome?: AgentOutcome; event?: { kind: string; text?: string } });
	const shown = printed.map(({ event }) => (event?.kind === 'model-part' ? event.text : '')).join('');
	return { outcome: printed.at(-1)!.outcome!, shown };
}

describe.each([
	['whole', false],
	['streamed', true],
])('an answer, %s', (_form, streams) => {
	it.each(['length', 'max_tokens', 'model_length'])('that was cut (%s) makes no call', async (reason) => {
		const { outcome } = await run(streams, [callTool('close_day', '{}', reason), say('All done.')]);
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'output-tokens' });
		expect(tools).toEqual([]);
	});

	it.each(['error', 'insufficient_system_resource', 'a_reason_of_tomorrow'])(
		'that its server did not complete (%s) makes no call, and the next model is asked',
		async (reason) => {
			const { outcome } = await run(streams, [callTool('close_day', '{}', reason), say('Still open.')], { models: ['a', 'b'] });
			expect(outcome).toMatchObject({ kind: 'reply', reply: 'Still open.' });
			expect(tools).toEqual([]);
		},
	);

	it('that its server did not complete is not the reply', async () => {
		const half = say('Your refund of order 77 will', 'insufficient_system_resource');
		await expect(run(streams, [half, half, half])).rejects.toMatchObject({ code: 'MODEL_OVERLOADED' });
	});

	it.each([null, '', 'null', '{}'])('calls a tool whose arguments are %j', async (given) => {
		const { outcome } = await run(streams, [callTool('close_day', given, 'tool_calls'), say('Closed.')]);
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Closed.' });
		expect(tools).toEqual(['POST /close']);
	});

	it('shows no thought, and takes none for the output', async () => {
		const { outcome, shown } = await run(streams, [say('<think>The customer is on the fraud list</think>Order 77 is packed.')]);
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Order 77 is packed.' });
		if (streams) expect(shown).toBe('Order 77 is packed.');
		const schema = { type: 'object', properties: { approve: { type: 'boolean' } }, required: ['approve'], additionalProperties: false };
		const thought = say('<think>Under 50 I would say {"approve": true}. It is 90.</think>\n{"approve": false}');
		expect((await run(streams, [thought], { output: schema })).outcome).toMatchObject({ output: { approve: false } });
	});

	it('whose thought has only an end, as the first of its model, is the reply without it', async () => {
		const thought = () => say('The customer is on the list. I say it. </think> Order 77 is packed.');
		const { outcome } = await run(streams, [thought()], { models: [`first-${String(streams)}`] });
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Order 77 is packed.', usage: { modelCalls: 1 } });
		const held = await run(streams, [thought()], { models: [`qwen3.5-${String(streams)}`] });
		expect(held.outcome).toMatchObject({ kind: 'reply', reply: 'Order 77 is packed.' });
		if (streams) expect(held.shown).toBe('Order 77 is packed.');
	});

	it('that is blank is left to the next model, after a tool too', async () => {
		const { outcome } = await run(streams, [callTool('close_day', '{}', 'tool_calls'), say(''), say('Closed.')], { models: ['a', 'b'] });
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Closed.' });
		await expect(run(streams, [say(''), say('<think>Hm.</think>'), say(' ')])).rejects.toMatchObject({ code: 'MODEL_OUTPUT_INVALID' });
	});
});

it('makes one call of pieces that a server marks with its name alone, and reads usage that comes without choices', async () => {
	const piece = (text: string | null, more: object = {}) => ({
		choices: [{ delta: { tool_calls: [{ function: { name: 'order', arguments: text }, ...more }] } }],
	});
	const called = [piece(null), piece('{"id":'), piece('"5"}'), { choices: [{ delta: {}, finish_reason: 'tool_calls' }] }];
	const said = [
		...toEvents(say('It is packed.')),
		{ id: 'c', choices: null, usage: { prompt_tokens: 1000, completion_tokens: 700 } },
		{ object: 'keep-alive' },
	];
	const { outcome, shown } = await run(true, [called, said]);
	expect(outcome).toMatchObject({
		kind: 'reply',
		reply: 'It is packed.',
		usage: { attempts: [{ ok: true }, { ok: true, unreadEvents: 1 }] },
	});
	expect(shown).toBe('It is packed.');
	expect(tools).toEqual(['GET /orders/5']);
});
