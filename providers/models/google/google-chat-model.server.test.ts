import type { ChatMessage, ChatPart, ChatRequest, ChatResponse, ToolSpecification } from '../../../core/ports/models/models';
import type { FakeServer, RawReply } from '../../../sandbox/fakes/fake-server';
import { googleError, googleFaults } from '../../../sandbox/fakes/google/google-faults';
import { startGoogleServer } from '../../../sandbox/fakes/google/google-server';
import { createGoogleChatModel } from './google-chat-model';
import { createGoogleProvider } from './google-provider';

const never = new AbortController().signal;
const user: ChatMessage = { role: 'user', content: 'Is it raining in Recife and in Natal?' };
const weather: ToolSpecification = {
	name: 'weather',
	description: 'The weather of a town.',
	parameters: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
};
const asking: ChatRequest = { messages: [{ role: 'system', content: 'Be brief.' }, user], tools: [weather] };
const calls = [
	{ name: 'weather', input: { town: 'Recife' } },
	{ name: 'weather', input: { town: 'Natal' } },
];
const schema = { type: 'object', properties: { rain: { type: 'boolean' } }, required: ['rain'] };

let server: FakeServer;
const model = (name = 'gemini-3.8-flash') => createGoogleChatModel({ apiKey: 'AIza-fake', baseUrl: server.url }, name);
const sent = () =>
	server.calls.at(-1)!.body as Record<string, unknown> & { contents: unknown[]; generationConfig: Record<string, unknown> };

beforeAll(async () => {
	server = await startGoogleServer();
});
afterEach(() => server.calls.splice(0));
afterAll(() => server.close());

async function read(stream: AsyncIterable<ChatPart>): Promise<{ parts: ChatPart[]; response: ChatResponse }> {
	const parts: ChatPart[] = [];
	for await (const part of stream) parts.push(part);
	const end = parts.pop();
	return { parts, response: (end as Extract<ChatPart, { kind: 'end' }>).response };
}

/** Builds the next request of a loop, out of its trail: the turn, and a result for each of its calls. */
function next(request: ChatRequest, response: ChatResponse): ChatRequest {
	const { text, toolCalls = [], native } = JSON.parse(JSON.stringify(response)) as ChatResponse;
	const results = toolCalls.map(({ id, name }): ChatMessage => ({ role: 'tool', callId: id, name, content: 'Rain.' }));
	return { ...request, messages: [...request.messages, { role: 'assistant', content: text, toolCalls, native }, ...results] };
}

describe('a request', () => {
	it('holds what the port asks for in the API’s words, and nothing of this machine', async () => {
		const images = [{ kind: 'data' as const, mediaType: 'image/png', data: 'iVBORw0KGgo=' }];
		await model().generate(
			{
				...asking,
				messages: [
					{ role: 'system', content: 'Be brief.' },
					{ role: 'system', content: 'Be kind.' },
					{ ...user, images },
				],
				toolChoice: { name: 'weather' },
				maxOutputTokens: 100,
				temperature: 0.2,
				reasoning: 'low',
			},
			never,
		);
		expect(sent()).toMatchObject({
			systemInstruction: { parts: [{ text: 'Be brief.\n\nBe kind.' }] },
			contents: [{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }, { text: user.content }] }],
			tools: [{ functionDeclarations: [{ name: 'weather', description: weather.description, parametersJsonSchema: weather.parameters }] }],
			toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['weather'] } },
			generationConfig: { maxOutputTokens: 100, temperature: 0.2, thinkingConfig: { thinkingLevel: 'LOW' } },
		});
		const { headers, path } = server.calls[0]!;
		expect(path).toBe('/v1/models/gemini-3.8-flash:generateContent');
		expect(headers['x-goog-api-key']).toBe('AIza-fake');
		expect(Object.keys(headers).filter((name) => /client|authorization/.test(name))).toEqual([]);
		expect(headers['user-agent']).not.toMatch(/google|genai/);
	});

	it('is refused with an image that is only an address', async () => {
		const images = [{ kind: 'url' as const, url: 'https://example.com/a.png' }];
		await expect(model().generate({ messages: [{ ...user, images }] }, never)).rejects.toMatchObject({
			code: 'MODEL_BAD_REQUEST',
			fix: expect.stringContaining('data'),
		});
		expect(server.calls).toEqual([]);
	});

	it.each(['../files/1', 'a?key=b', 'a b', ''])('goes to no model named %j', async (name) => {
		await expect(model(name).generate({ messages: [user] }, never)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
		expect(server.calls).toEqual([]);
	});
});

describe('signed calls', () => {
	it('go back as they came, from an answer and from a stream', async () => {
		for (const ask of [
			(request: ChatRequest) => model().generate(request, never),
			async (request: ChatRequest) => (await read(model().stream(request, never))).response,
		]) {
			server.script([{ text: 'Let me see.', calls, thought: 'Two towns.' }]);
			const response = await ask(asking);
			expect(response).toMatchObject({ text: 'Let me see.', toolCalls: [{ arguments: '{"town":"Recife"}' }, {}] });
			await ask(next(asking, response));
			expect(sent().contents[1]).toMatchObject({
				role: 'model',
				parts: [
					{ text: 'Let me see.' },
					{ functionCall: { name: 'weather' }, thoughtSignature: expect.any(String) },
					{ functionCall: { args: { town: 'Natal' } } },
				],
			});
			expect(sent().contents[2]).toEqual({
				role: 'user',
				parts: [1, 2].map(() => ({ functionResponse: { name: 'weather', response: { output: 'Rain.' } } })),
			});
		}
	});

	it('go back without the words that were taken out of the turn', async () => {
		server.script([{ text: 'A secret.', calls }]);
		const response = await model().generate(asking, never);
		await model().generate(next(asking, { ...response, text: 'Changed.' }), never);
		expect(JSON.stringify(sent())).not.toContain('A secret.');
		expect(sent().contents[1]).toMatchObject({ parts: [{ text: 'Changed.' }, { thoughtSignature: expect.any(String) }, {}] });
	});

	it('of another model are sent as unsigned ones to models that want signatures, and as they are to others', async () => {
		server.script([{ text: '', calls }]);
		const response = await model('gemini-2.5-flash').generate(asking, never);
		await model('gemini-2.5-flash').generate(next(asking, response), never);
		expect(JSON.stringify(sent())).not.toContain('thoughtSignature');
		await model().generate(next(asking, response), never);
		expect(sent().contents[1]).toMatchObject({ parts: [{ thoughtSignature: 'skip_thought_signature_validator' }, {}] });
	});

	it('keep the ids that the API gave, and get stable ones where it gave none', async () => {
		const answer = (id?: string) => ({
			candidates: [{ content: { role: 'model', parts: [{ functionCall: { id, name: 'weather', args: {} } }] }, finishReason: 'STOP' }],
		});
		server.script([
			{ status: 200, body: answer('abc') },
			{ status: 200, body: answer() },
			{ status: 200, body: answer() },
		]);
		const given = await model('gemini-2.5-flash').generate(asking, never);
		expect(given.toolCalls).toEqual([{ id: 'abc', name: 'weather', arguments: '{}' }]);
		const [made, again] = [
			await model('gemini-2.5-flash').generate(asking, never),
			await model('gemini-2.5-flash').generate(asking, never),
		];
		expect(made.toolCalls).toEqual(again.toolCalls);
		await model('gemini-2.5-flash').generate(next(asking, given), never);
		expect(sent().contents[2]).toMatchObject({ parts: [{ functionResponse: { id: 'abc' } }] });
	});
});

describe('a tool whose name begins with a digit', () => {
	it('is told by a name that the API takes, and called by its own', async () => {
		const request: ChatRequest = { ...asking, tools: [{ ...weather, name: '2-day-weather' }], toolChoice: { name: '2-day-weather' } };
		server.script([{ text: '', calls: [{ name: '_2-day-weather', input: {} }] }]);
		const response = await model().generate(request, never);
		expect(response.toolCalls).toMatchObject([{ name: '2-day-weather' }]);
		await model().generate(next(request, response), never);
		expect(sent().contents[2]).toMatchObject({ parts: [{ functionResponse: { name: '_2-day-weather' } }] });
	});
});

describe('thinking and answers by a schema', () => {
	it('are asked for as each generation takes it', async () => {
		const request: ChatRequest = { messages: [user], reasoning: 'high', responseSchema: { name: 'rain', schema } };
		await model('gemini-2.5-flash').generate({ ...request, maxOutputTokens: 4000 }, never);
		expect(sent().generationConfig).toEqual({
			maxOutputTokens: 4000,
			thinkingConfig: { thinkingBudget: 2000 },
			responseMimeType: 'application/json',
			responseJsonSchema: schema,
		});
		await model('gemini-2.5-flash').generate({ ...request, maxOutputTokens: 500 }, never);
		expect(sent().generationConfig).not.toHaveProperty('thinkingConfig');
	});

	it('are put into words where a model does not take a schema beside tools', async () => {
		const request: ChatRequest = { ...asking, responseSchema: { name: 'rain', schema } };
		await model().generate(request, never);
		expect(sent().generationConfig).toMatchObject({ responseJsonSchema: schema });
		await model('gemini-2.5-flash').generate(request, never);
		expect(sent().generationConfig).toEqual({});
		expect(JSON.stringify(sent())).toContain('fits this JSON schema');
	});

	it('are left out once a model has refused them', async () => {
		const refusal = googleError(400, 'Thinking level MEDIUM is not supported for this model.');
		server.script([refusal]);
		const picky = model();
		await picky.generate({ messages: [user], reasoning: 'medium' }, never);
		expect(sent().generationConfig).toEqual({ thinkingConfig: { thinkingBudget: 8192 } });
		await picky.generate({ messages: [user], reasoning: 'medium' }, never);
		expect(server.calls).toHaveLength(3);
	});
});

describe('usage', () => {
	it('counts thoughts as output, and tells what the cache held', async () => {
		server.script([{ text: 'Yes.', usage: { input: 50, output: 30, cached: 40, reasoning: 25 } }]);
		expect((await model().generate({ messages: [user] }, never)).usage).toEqual({
			inputTokens: 50,
			outputTokens: 30,
			cachedInputTokens: 40,
			reasoningTokens: 25,
			estimated: false,
		});
	});

	it('tells a tier that is charged otherwise', async () => {
		const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 1, serviceTier: 'flex' };
		server.script([
			{ status: 200, body: { candidates: [{ content: { parts: [{ text: 'Yes.' }] }, finishReason: 'STOP' }], usageMetadata } },
		]);
		expect((await model().generate({ messages: [user] }, never)).usage).toMatchObject({ inputTokens: 5, tier: 'flex' });
	});

	it('is estimated where a gateway gives none', async () => {
		server.script([{ text: 'Yes.', usage: null }]);
		expect((await model().generate({ messages: [user] }, never)).usage).toMatchObject({ estimated: true, outputTokens: 1 });
	});

	it('is told of a stream that broke', async () => {
		server.script([{ text: 'Yes.', usage: { input: 500, output: 30 }, failWith: googleFaults.overloaded().body }]);
		await expect(read(model().stream({ messages: [user] }, never))).rejects.toMatchObject({
			code: 'MODEL_OVERLOADED',
			retryable: true,
			details: { usage: { inputTokens: 500, outputTokens: 30, estimated: true } },
		});
	});
});

describe('filters', () => {
	it('of the question and of the answer are an outcome, not an error', async () => {
		for (const text of ['', 'Half an ans']) {
			server.script([
				{ text, finish: 'content-filter' },
				{ text, finish: 'content-filter' },
			]);
			expect(await model().generate({ messages: [user] }, never)).toMatchObject({ text, finish: 'content-filter' });
			expect((await read(model().stream({ messages: [user] }, never))).response).toMatchObject({ text, finish: 'content-filter' });
		}
	});

	it.each([
		['RECITATION', 'content-filter'],
		['SPII', 'content-filter'],
		['LANGUAGE', 'content-filter'],
		['CONTINUATION', 'length'],
	])('%s ends as %s', async (finishReason, finish) => {
		server.script([{ status: 200, body: { candidates: [{ content: { role: 'model', parts: [{ text: 'x' }] }, finishReason }] } }]);
		expect(await model().generate({ messages: [user] }, never)).toMatchObject({ finish });
	});
});

describe('input that is not an answer', () => {
	const events = (body: string): RawReply => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body });

	it.each([
		['a web page', googleFaults.webPage(), 'MODEL_MALFORMED_RESPONSE'],
		['no JSON', events('data: {"candi\n\n'), 'MODEL_MALFORMED_RESPONSE'],
		['no event', events(''), 'MODEL_MALFORMED_RESPONSE'],
		['an event without an answer', events('data: {}\n\n'), 'MODEL_MALFORMED_RESPONSE'],
		['half an event', events('data: {"candidates":'), 'MODEL_MALFORMED_RESPONSE'],
		['half an event after a whole one', events('data: {"candidates":[]}\n\ndata: {"candidates":'), 'MODEL_UNREACHABLE'],
		['no end', events('data: {"candidates":[{"content":{"parts":[{"text":"x"}]}}]}\n\n'), 'MODEL_UNREACHABLE'],
	])('is told when a stream holds %s', async (_what, reply, code) => {
		server.script([reply]);
		await expect(read(model().stream({ messages: [user] }, never))).rejects.toMatchObject({ code });
	});

	it.each([
		['a web page', googleFaults.webPage()],
		['another object', { status: 200, body: {} }],
		['parts that are not a list', { status: 200, body: { candidates: [{ content: { parts: 'x' }, finishReason: 'STOP' }] } }],
	])('is told of %s', async (_what, reply) => {
		server.script([reply]);
		await expect(model().generate({ messages: [user] }, never)).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
	});

	it('is worth another try where the model wrote a call that is not valid', async () => {
		server.script([
			{
				status: 200,
				body: { candidates: [{ content: {}, finishReason: 'MALFORMED_FUNCTION_CALL' }], usageMetadata: { promptTokenCount: 7 } },
			},
		]);
		await expect(model().generate(asking, never)).rejects.toMatchObject({
			code: 'MODEL_MALFORMED_RESPONSE',
			retryable: true,
			details: { providerCode: 'MALFORMED_FUNCTION_CALL', usage: { inputTokens: 7 } },
		});
	});
});

it('refuses to call without a key', async () => {
	await expect(
		createGoogleProvider({ apiKey: '' })
			.chat('gemini-3.8-flash')
			.generate({ messages: [user] }, never),
	).rejects.toMatchObject({
		code: 'MODEL_AUTHENTICATION',
		fix: expect.stringContaining('GEMINI_API_KEY'),
	});
});
