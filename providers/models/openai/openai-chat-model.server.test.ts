import { inspect as inspectDeeply } from 'node:util';
import type { ChatPart, ChatRequest } from '../../../core/ports/models/models';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openAiError, openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { type FakeOpenAiOptions, startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createOpenAiChatModel } from './openai-chat-model';
import { waitUntil } from '../../../test/support/wait-until';

const key = 'sk-fake';
const question: ChatRequest = {
	messages: [
		{ role: 'system', content: 'Be brief.' },
		{ role: 'user', content: 'How long may I return a lamp?' },
	],
};
const never = new AbortController().signal;

let server: FakeServer;

async function start(options?: FakeOpenAiOptions) {
	server = await startOpenAiServer(options);
	return createOpenAiChatModel({ apiKey: key, baseUrl: `${server.url}/v1` }, options?.models?.[0] ?? 'gpt-4.1-mini');
}

afterEach(() => server.close());

async function read(stream: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
	const parts: ChatPart[] = [];
	for await (const part of stream) parts.push(part);
	return parts;
}

describe('generate', () => {
	it('answers with text, usage and how it ended', async () => {
		const model = await start();
		server.script([{ text: 'Thirty days.', usage: { input: 20, output: 4, cached: 16 } }]);
		expect(await model.generate({ ...question, maxOutputTokens: 100, temperature: 0.2 }, never)).toEqual({
			text: 'Thirty days.',
			finish: 'stop',
			model: 'openai:gpt-4.1-mini',
			usage: { inputTokens: 20, outputTokens: 4, cachedInputTokens: 16, estimated: false },
		});
		expect(server.calls[0]!.body).toEqual({ model: 'gpt-4.1-mini', messages: question.messages, max_tokens: 100, temperature: 0.2 });
		expect(Object.keys(server.calls[0]!.headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
	});

	it('tells an answer that was cut by its limit or filtered from a whole one', async () => {
		const model = await start();
		server.script([{ text: 'a'.repeat(400) }, { text: '', finish: 'content-filter' }]);
		expect(await model.generate({ ...question, maxOutputTokens: 10 }, never)).toMatchObject({ finish: 'length', text: 'a'.repeat(40) });
		expect(await model.generate(question, never)).toMatchObject({ finish: 'content-filter' });
	});

	it('takes a question that the provider filtered for a filtered answer, in streams too', async () => {
		const model = await start();
		server.script([openAiFaults.contentFiltered(), openAiFaults.contentFiltered()]);
		const response = { text: '', finish: 'content-filter', usage: { estimated: true } };
		expect(await model.generate(question, never)).toMatchObject(response);
		expect(await read(model.stream(question, never))).toMatchObject([{ kind: 'end', response }]);
	});

	it('counts the tokens itself where the server gives no figures', async () => {
		const model = await start();
		server.script([{ text: 'Thirty days.', usage: null }]);
		expect((await model.generate(question, never)).usage).toEqual({ inputTokens: 19, outputTokens: 3, estimated: true });
	});

	it('asks a server without keys without sending one', async () => {
		server = await startOpenAiServer({ keys: null, models: ['llama3.2'] });
		const model = createOpenAiChatModel({ apiKey: '', baseUrl: `${server.url}/v1` }, 'llama3.2');
		expect((await model.generate(question, never)).text).toContain('lamp');
		expect(server.calls[0]!.headers.authorization).toBeUndefined();
	});

	it('learns once from a reasoning model that it takes another name for the limit and no temperature', async () => {
		const model = await start({ models: ['o4-mini'] });
		const request = { ...question, maxOutputTokens: 100, temperature: 0.2 };
		await model.generate(request, never);
		await read(model.stream(request, never));
		expect(server.calls.map(({ status }) => status)).toEqual([400, 400, 200, 200]);
		expect(server.calls.at(-1)!.body).toMatchObject({ max_completion_tokens: 100 });
		expect(server.calls.at(-1)!.body).not.toHaveProperty('temperature');
	});

	it.each([
		['https://models.example/v1', 'https://models.example/v1/chat/completions'],
		['https://models.example/openai/?api-version=2', 'https://models.example/openai/chat/completions?api-version=2'],
	])('adds the path to the base URL %s', async (baseUrl, expected) => {
		const urls: unknown[] = [];
		const record: typeof fetch = async (url) => {
			urls.push(url);
			return Response.json({});
		};
		await createOpenAiChatModel({ apiKey: key, baseUrl }, 'm', { fetch: record })
			.generate(question, never)
			.catch(() => undefined);
		expect(urls).toEqual([expected]);
	});

	it('uses the name of the limit that all of OpenAI’s own models take', async () => {
		server = await startOpenAiServer();
		const bodies: unknown[] = [];
		const toFake: typeof fetch = (_url, init) => {
			bodies.push(JSON.parse(init!.body as string));
			return fetch(`${server.url}/v1/chat/completions`, init);
		};
		await createOpenAiChatModel({ apiKey: key }, 'gpt-4.1-mini', { fetch: toFake }).generate({ ...question, maxOutputTokens: 7 }, never);
		expect(bodies).toMatchObject([{ max_completion_tokens: 7 }]);
	});
});

describe('stream', () => {
	it('gives the text in parts, then the whole answer with usage', async () => {
		const model = await start();
		server.script([{ text: 'Within thirty days.' }]);
		const parts = await read(model.stream(question, never));
		expect(parts.slice(0, -1)).toEqual(['Within ', 'thirty ', 'days.'].map((text) => ({ kind: 'text', text })));
		expect(parts.at(-1)).toMatchObject({
			kind: 'end',
			response: { text: 'Within thirty days.', finish: 'stop', usage: { outputTokens: 5, estimated: false } },
		});
	});

	it('gives the text that came, then fails, when the connection breaks in the middle', async () => {
		const model = await start();
		server.script([{ text: 'Within thirty days.', cutAfter: 2 }]);
		const texts: string[] = [];
		const reading = (async () => {
			for await (const part of model.stream(question, never)) if (part.kind === 'text') texts.push(part.text);
		})();
		await expect(reading).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', retryable: true });
		expect(texts).toEqual(['Within ', 'thirty ']);
	});

	it('fails when the stream ends in good order but without its end', async () => {
		const model = await start();
		server.script([
			{
				status: 200,
				headers: { 'content-type': 'text/event-stream' },
				body: 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\n',
			},
		]);
		await expect(read(model.stream(question, never))).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' });
	});

	it.each([
		['a web page', openAiFaults.webPage()],
		['no JSON', { status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'data: {"choices"\n\n' }],
		[
			'events of another protocol',
			{ status: 200, headers: { 'content-type': 'text/event-stream' }, body: 'data: {"type":"message_start"}\n\n' },
		],
	])('fails when it holds %s', async (_what, reply) => {
		const model = await start();
		server.script([reply]);
		await expect(read(model.stream(question, never))).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
	});

	it('throws an error event of the stream by its code', async () => {
		const model = await start();
		server.script([{ text: 'Within', failWith: openAiFaults.insufficientQuota().body }]);
		await expect(read(model.stream(question, never))).rejects.toMatchObject({ code: 'MODEL_OUT_OF_CREDIT' });
	});

	it('throws a refusal at the first read', async () => {
		const model = await start();
		server.script([openAiFaults.rateLimited()]);
		await expect(model.stream(question, never)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
			code: 'MODEL_RATE_LIMITED',
			retryAfterMs: 1000,
		});
	});
});

describe('faults', () => {
	it.each([
		['MODEL_RATE_LIMITED', true, openAiFaults.rateLimited()],
		['MODEL_OUT_OF_CREDIT', false, openAiFaults.insufficientQuota()],
		['MODEL_OUT_OF_CREDIT', false, { status: 402, body: { error: { message: 'Insufficient credits', code: 402 } } }],
		['MODEL_OUT_OF_CREDIT', false, openAiError(400, 'Budget has been exceeded!', { type: 'budget_exceeded', code: '400' })],
		['MODEL_CONTEXT_TOO_LONG', false, openAiFaults.contextTooLong()],
		['MODEL_CONTEXT_TOO_LONG', false, openAiError(400, "This model's maximum context length is 4096 tokens.", { type: 'BadRequestError' })],
		['MODEL_OVERLOADED', true, openAiFaults.serverError()],
		['MODEL_OVERLOADED', true, openAiFaults.overloaded()],
		['MODEL_OVERLOADED', true, openAiFaults.webPage(502)],
		['MODEL_TIMEOUT', true, { status: 408, body: {} }],
		['MODEL_AUTHENTICATION', false, openAiError(403, 'Country not supported', { code: 'unsupported_country_region_territory' })],
		['MODEL_NOT_FOUND', false, { status: 404, body: { error: "model 'x' not found, try pulling it first" } }],
		['MODEL_BAD_REQUEST', false, openAiError(400, "Invalid value for 'x'.", { code: 'invalid_value' })],
		['MODEL_MALFORMED_RESPONSE', false, openAiFaults.webPage()],
		['MODEL_MALFORMED_RESPONSE', false, openAiFaults.truncatedJson()],
		['MODEL_MALFORMED_RESPONSE', false, { status: 200, body: { choices: [] } }],
		['MODEL_MALFORMED_RESPONSE', false, { status: 200, body: null }],
		['MODEL_RATE_LIMITED', true, { status: 200, body: { error: { code: 429, message: 'Provider is busy' } } }],
		['MODEL_UNREACHABLE', true, { text: 'Thirty days.', cutAfter: 1 }],
	])('%s, retryable %s', async (code, retryable, reply) => {
		const model = await start();
		server.script([reply]);
		await expect(model.generate(question, never)).rejects.toMatchObject({ code, retryable });
		expect(server.calls).toHaveLength(1);
	});

	it.each([
		['seconds', { 'retry-after': '2.5' }, 2500],
		['milliseconds, which go first', { 'retry-after': '2', 'retry-after-ms': '120' }, 120],
		['an hour too long', { 'retry-after': '999999999' }, 86_400_000],
		['nonsense', { 'retry-after': 'soon' }, undefined],
	])('reads how long to wait from %s', async (_what, headers, retryAfterMs) => {
		const model = await start();
		server.script([openAiFaults.rateLimited(headers)]);
		await expect(model.generate(question, never)).rejects.toMatchObject({ retryAfterMs });
	});

	it('names an unknown model and what to check', async () => {
		server = await startOpenAiServer();
		const model = createOpenAiChatModel({ apiKey: key, baseUrl: `${server.url}/v1` }, 'gpt-9');
		await expect(model.generate(question, never)).rejects.toMatchObject({
			code: 'MODEL_NOT_FOUND',
			message: expect.stringContaining('gpt-9'),
			fix: expect.stringContaining('base URL'),
			details: { status: 404, providerCode: 'model_not_found', requestId: 'req_fake' },
		});
	});

	it.each([{ total_tokens: 5 }, { prompt_tokens: 'many', completion_tokens: null }])(
		'counts by itself what %j leaves out',
		async (usage) => {
			const answer: typeof fetch = async () => Response.json({ choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }], usage });
			const { usage: counted } = await createOpenAiChatModel({ apiKey: key }, 'm', { fetch: answer }).generate(question, never);
			expect(counted).toEqual({ inputTokens: expect.any(Number), outputTokens: expect.any(Number), estimated: true });
		},
	);

	it('repeats no code that is not valid: a server may put anything there', async () => {
		const model = await start();
		for (const code of [`key_${key}`, 'x'.repeat(100_000), 'ana@example.com']) {
			server.script([openAiError(400, 'No.', { type: '', code })]);
			const error = await model.generate(question, never).catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({ code: 'MODEL_BAD_REQUEST' });
			expect(inspectDeeply(error, { depth: 9, maxStringLength: null })).not.toContain(code);
		}
	});

	it('is unreachable where nothing listens', async () => {
		const model = await start();
		await server.close();
		const error = await model.generate(question, never).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED') });
	});

	it('times out when the transport does', async () => {
		server = await startOpenAiServer();
		const cause = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
		const slow: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
		await expect(createOpenAiChatModel({ apiKey: key }, 'gpt-4.1-mini', { fetch: slow }).generate(question, never)).rejects.toMatchObject({
			code: 'MODEL_TIMEOUT',
		});
	});

	it.each([
		['no key for OpenAI itself', { apiKey: '' }, 'MODEL_AUTHENTICATION'],
		['a key with a line break', { apiKey: 'sk-secret-1234\n5678' }, 'MODEL_AUTHENTICATION'],
		['a base URL that is not valid', { apiKey: key, baseUrl: 'localhost:11434' }, 'MODEL_BAD_REQUEST'],
	])('refuses %s without a call', async (_what, settings, code) => {
		server = await startOpenAiServer();
		const model = createOpenAiChatModel(settings, 'gpt-4.1-mini');
		const error = await model.generate(question, never).catch((thrown: Error) => thrown);
		expect(error).toMatchObject({ code });
		expect(inspect(error)).not.toContain('1234');
		await expect(read(model.stream(question, never))).rejects.toMatchObject({ code });
	});

	it('keeps the key, and personal data sent back, out of every error', async () => {
		const secret = 'sk-proj-very-secret-key';
		server = await startOpenAiServer({ keys: [secret] });
		const wrong = createOpenAiChatModel({ apiKey: `${secret}-wrong`, baseUrl: `${server.url}/v1?token=${secret}` }, 'gpt-4.1-mini');
		const right = createOpenAiChatModel({ apiKey: secret, baseUrl: `${server.url}/v1` }, 'gpt-4.1-mini');
		server.script([openAiError(400, `Bearer ${secret} sent: I am ana@example.com, 529.982.247-25, +55 11 91234-5678`)]);
		const errors = [await wrong.generate(question, never).catch(inspect), await right.generate(question, never).catch(inspect)];
		await server.close();
		errors.push(await right.generate(question, never).catch(inspect));
		expect(errors[0]).toContain('MODEL_AUTHENTICATION');
		expect(errors[1]).toContain('MODEL_BAD_REQUEST');
		for (const leak of [secret, 'ana@', '982.247', '91234']) expect(JSON.stringify(errors)).not.toContain(leak);
	});
});

describe('cancellation', () => {
	it('reaches the wire', async () => {
		const model = await start();
		server.script([{ text: 'Too late.', delayMs: 5000 }]);
		const cancel = new AbortController();
		const answer = model.generate(question, cancel.signal);
		await waitUntil('the request', () => server.calls.length === 1);
		cancel.abort(new Error('enough'));
		await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', cause: { message: 'enough' } });
		await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
	});

	it('ends a stream with an error, not as if it were whole', async () => {
		const model = await start();
		server.script([{ text: 'word '.repeat(2000) }]);
		const cancel = new AbortController();
		const reading = (async () => {
			for await (const _part of model.stream(question, cancel.signal)) cancel.abort();
		})();
		await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
		await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
	});

	it('closes the connection when the reader of a stream stops', async () => {
		const model = await start();
		server.script([{ text: 'word '.repeat(2000) }]);
		for await (const _part of model.stream(question, never)) break;
		await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
	});
});

function inspect(error: unknown): string {
	return inspectDeeply(error, { depth: 10, showHidden: true });
}
