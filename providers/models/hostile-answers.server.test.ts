/** Answers that no server of good faith sends: another's address, shapes that fit no protocol, figures that are not valid, the key itself. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { isTroupeError } from '../../core/base/errors';
import { isTokenCount } from '../../core/tokens/token-usage';
import type { ChatModel, ChatRequest, ChatResponse } from '../../core/ports/models/models';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { openProvider } from './open-provider';
import { slowTest } from '../../test/support/slow-tests';

const apiKey = 'sk-of-nobody-else-0123456789';
const names: ProviderName[] = ['openai', 'anthropic', 'google', 'ollama'];
const tool = { name: 'look_up', description: 'Looks up.', parameters: { type: 'object', properties: {} } };
const question: ChatRequest = { messages: [{ role: 'user', content: 'May I return it?' }], tools: [tool] };
const never = new AbortController().signal;

const modelOf = async (name: ProviderName, options: { fetch?: typeof fetch; baseUrl?: string }): Promise<ChatModel> =>
	(await openProvider(name, { apiKey, baseUrl: options.baseUrl ?? 'https://model.test' }, options)).chat('m');

async function ask(model: ChatModel, kind: 'whole' | 'stream'): Promise<ChatResponse> {
	if (kind === 'whole') return model.generate(question, never);
	for await (const part of model.stream(question, never)) {
		if (part.kind === 'end') return part.response;
		if (part.kind === 'text') expect(typeof part.text).toBe('string');
		if (part.kind === 'tool-call') expect(typeof part.call.arguments).toBe('string');
	}
	throw new Error('no end');
}

describe('a redirect', () => {
	let asked: IncomingMessage[];
	let servers: Server[];
	let url: string;
	const listen = (server: Server) =>
		new Promise<string>((resolve) =>
			server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
		);

	beforeAll(async () => {
		asked = [];
		const other = createServer((request, response) => {
			asked.push(request);
			response.end('{}');
		});
		const elsewhere = await listen(other);
		// It lets no connection go that a busy machine is slow to use again.
		const first = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
			request.resume().once('end', () => response.writeHead(307, { location: `${elsewhere}${request.url}` }).end());
		});
		url = await listen(first);
		servers = [first, other];
	});
	afterAll(() => servers.forEach((server) => (server.closeAllConnections(), server.close())));

	test.each(names)('takes neither the key nor the conversation elsewhere (%s)', async (name) => {
		const model = await modelOf(name, { baseUrl: url });
		for (const kind of ['whole', 'stream'] as const)
			await expect(ask(model, kind)).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE', details: { status: 307 } });
		expect(asked).toEqual([]);
	});
});

test.each(['anthropic', 'google'] as const)('a plain body where a stream was asked for is refused before it is read (%s)', async (name) => {
	let pulled = 0;
	const spaces = new Uint8Array(65_536).fill(32);
	const body = () =>
		new ReadableStream({
			pull(controller) {
				pulled += 1;
				controller.enqueue(spaces);
			},
		});
	const model = await modelOf(name, { fetch: async () => new Response(body(), { headers: { 'content-type': 'application/json' } }) });
	await expect(ask(model, 'stream')).rejects.toMatchObject({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: expect.stringContaining('not a stream'),
	});
	expect(pulled).toBeLessThan(10);
});

test.each(names)('an address with a password in it is refused, and not told (%s)', async (name) => {
	const refused = await ask(await modelOf(name, { baseUrl: `http://user:${apiKey}@127.0.0.1:9` }), 'whole').catch(
		(error: unknown) => error,
	);
	expect(refused).toMatchObject({ code: 'MODEL_BAD_REQUEST', message: expect.stringContaining('a user name or password') });
	expect(inspect(refused)).not.toContain(apiKey);
});

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** An answer of each protocol with all that we read in it; of a stream, its events. */
const answers: Record<ProviderName, { whole: Json; stream: Json[] }> = {
	openai: {
		whole: {
			choices: [
				{
					message: { content: 'Yes.', tool_calls: [{ id: 'a', function: { name: 'look_up', arguments: '{}' } }] },
					finish_reason: 'tool_calls',
				},
			],
			usage: { prompt_tokens: 9, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 3 } },
		},
		stream: [
			{ choices: [{ delta: { content: 'Yes.', tool_calls: [{ index: 0, id: 'a', function: { name: 'look_up', arguments: '{}' } }] } }] },
			{ choices: [{ delta: {}, finish_reason: 'tool_calls' }], usage: { prompt_tokens: 9, completion_tokens: 5 } },
		],
	},
	anthropic: {
		whole: {
			content: [
				{ type: 'thinking', thinking: 'Hm', signature: 'x' },
				{ type: 'text', text: 'Yes.' },
				{ type: 'tool_use', id: 'a', name: 'look_up', input: {} },
			],
			stop_reason: 'tool_use',
			usage: { input_tokens: 9, output_tokens: 5, cache_read_input_tokens: 3, output_tokens_details: { thinking_tokens: 1 } },
		},
		stream: [
			{ type: 'message_start', message: { usage: { input_tokens: 9, output_tokens: 1 } } },
			{ type: 'content_block_start', index: 0, content_block: { type: 'tool_use', id: 'a', name: 'look_up', input: {} } },
			{ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: '{}' } },
			{ type: 'content_block_stop', index: 0 },
			{ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } },
			{ type: 'message_stop' },
		],
	},
	google: {
		whole: {
			candidates: [{ content: { parts: [{ text: 'Yes.' }, { functionCall: { name: 'look_up', args: {} } }] }, finishReason: 'STOP' }],
			usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 5, thoughtsTokenCount: 1, cachedContentTokenCount: 3 },
		},
		stream: [
			{ candidates: [{ content: { parts: [{ text: 'Yes.', thought: false }] } }] },
			{
				candidates: [{ content: { parts: [{ functionCall: { id: 'a', name: 'look_up', args: {} } }] }, finishReason: 'STOP' }],
				usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 5 },
			},
		],
	},
	ollama: {
		whole: {
			message: { content: 'Yes.', thinking: 'Hm', tool_calls: [{ function: { name: 'look_up', arguments: {} } }] },
			done: true,
			done_reason: 'stop',
			prompt_eval_count: 9,
			eval_count: 5,
		},
		stream: [
			{ message: { content: 'Yes.', tool_calls: [{ id: 'a', function: { name: 'look_up', arguments: {} } }] }, done: false },
			{ message: { content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 9, eval_count: 5 },
		],
	},
};

/** Every place in a value. */
function placesIn(value: Json, path: Array<string | number> = []): Array<Array<string | number>> {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name]))];
}

function replaced(value: Json, [name, ...path]: Array<string | number>, by: Json): Json {
	if (name === undefined) return by;
	const copy = structuredClone(value) as Record<string, Json>;
	copy[name] = replaced(copy[name]!, path, by);
	return copy;
}

function sent(name: ProviderName, kind: 'whole' | 'stream', body: Json): Response {
	if (kind === 'whole') return Response.json(body);
	const events = (Array.isArray(body) ? body : [body]).map((event) => {
		const text = JSON.stringify(event);
		if (name === 'ollama') return `${text}\n`;
		const type = (event as { type?: Json } | null)?.type;
		return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${text}\n\n`;
	});
	const end = name === 'openai' ? 'data: [DONE]\n\n' : '';
	return new Response(events.join('') + end, {
		headers: { 'content-type': name === 'ollama' ? 'application/x-ndjson' : 'text/event-stream' },
	});
}

describe.each(names)('an answer with something else in one of its places (%s)', (name) => {
	const wrong: Json[] = [null, 7, -1, 1e300, apiKey, [], [null], {}, true];

	slowTest.each(['whole', 'stream'] as const)('is an answer of the port, or malformed (%s)', async (kind) => {
		const right = answers[name][kind];
		let body: Json = right;
		const model = await modelOf(name, {
			fetch: async (url) =>
				new Request(url).url.endsWith('/api/show') ? Response.json({ capabilities: ['tools'] }) : sent(name, kind, body),
		});
		expect(await ask(model, kind)).toMatchObject({ toolCalls: [{ name: 'look_up', arguments: '{}' }], usage: { estimated: false } });
		const place = fc.constantFrom(...placesIn(right));
		await fc.assert(
			fc.asyncProperty(place, fc.constantFrom(...wrong), async (path, value) => {
				body = replaced(right, path, value);
				const end = await ask(model, kind).catch((error: unknown) => error);
				if (isTroupeError(end)) {
					expect(end.code).toMatch(/^MODEL_(MALFORMED_RESPONSE|UNREACHABLE|OVERLOADED)$/);
					expect(JSON.stringify([end.message, end.details, end.fix])).not.toContain(apiKey);
				} else expectAnswer(end as Awaited<ReturnType<typeof ask>>);
			}),
			{ numRuns: 60 },
		);
	});
});

function expectAnswer({ text, toolCalls = [], finish, usage }: ChatResponse): void {
	expect(typeof text).toBe('string');
	expect(['stop', 'length', 'content-filter', 'tool-calls']).toContain(finish);
	for (const call of toolCalls) expect([typeof call.id, typeof call.name, typeof call.arguments]).toEqual(['string', 'string', 'string']);
	expect(isTokenCount(usage.inputTokens) && isTokenCount(usage.outputTokens)).toBe(true);
}
