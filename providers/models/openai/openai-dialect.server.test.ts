import type { ChatMessage, ChatRequest, NativeMessage } from '../../../core/ports/models/models';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openAiError } from '../../../sandbox/fakes/openai/openai-faults';
import type { OpenAiGap } from '../../../sandbox/fakes/openai/check-openai-request';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createOpenAiChatModel } from './openai-chat-model';

const never = new AbortController().signal;
const schema = { type: 'object', properties: { days: { type: 'integer' } }, required: ['days'], additionalProperties: false };
const question: ChatRequest = {
	messages: [
		{ role: 'system', content: 'Be brief.' },
		{ role: 'user', content: 'How long may I return a lamp?' },
	],
	responseSchema: { name: 'period', schema },
	reasoning: 'low',
};

let server: FakeServer;
afterEach(() => server.close());

async function start(lacks: OpenAiGap[], model = 'o4-mini') {
	server = await startOpenAiServer({ lacks, models: ['o4-mini', 'gpt-4.1-mini'] });
	return createOpenAiChatModel({ apiKey: 'sk-fake', baseUrl: `${server.url}/v1` }, model);
}

const statuses = () => server.calls.map(({ status }) => status);
const lastBody = () => server.calls.at(-1)!.body as Record<string, unknown> & { messages: Array<{ content: string }> };

it('holds the model to a schema as strictly as it can be', async () => {
	const model = await start([]);
	await model.generate(question, never);
	expect(lastBody().response_format).toEqual({ type: 'json_schema', json_schema: { name: 'period', schema, strict: true } });
	await model.generate({ ...question, responseSchema: { name: 'period', schema: { ...schema, required: [] } } }, never);
	expect(lastBody().response_format).toMatchObject({ json_schema: expect.not.objectContaining({ strict: true }) });
	expect(statuses()).toEqual([200, 200]);
});

it('asks a server without schemas for any JSON and tells the schema in words, and learns it once', async () => {
	const model = await start(['json_schema']);
	await model.generate(question, never);
	await model.generate(question, never);
	expect(statuses()).toEqual([400, 200, 200]);
	expect(lastBody()).toMatchObject({
		response_format: { type: 'json_object' },
		messages: [{ content: expect.stringContaining('"days"') }, {}],
	});
});

it('asks a server without any format in words alone', async () => {
	const model = await start(['json_schema', 'json_object']);
	await model.generate(question, never);
	expect(statuses()).toEqual([400, 400, 200]);
	expect(lastBody()).not.toHaveProperty('response_format');
	expect(lastBody().messages[0]!.content).toContain('"days"');
});

it('asks loosely for a schema that is refused as too strict', async () => {
	const model = await start([]);
	server.script([
		openAiError(400, "Invalid schema for response_format 'period': In context=(), 'pattern' is not permitted.", {
			param: 'response_format',
		}),
	]);
	await model.generate(question, never);
	expect(statuses()).toEqual([400, 200]);
	expect(lastBody().response_format).toMatchObject({ type: 'json_schema', json_schema: expect.not.objectContaining({ strict: true }) });
});

it('does not ask models for thoughts that have none, nor servers for what they do not take', async () => {
	const model = await start(['stream_options', 'json_schema'], 'gpt-4.1-mini');
	for await (const _part of model.stream({ ...question, maxOutputTokens: 9 }, never));
	expect(statuses().at(-1)).toBe(200);
	expect(server.calls.length).toBeLessThan(6);
	expect(lastBody()).not.toHaveProperty('reasoning_effort');
	expect(lastBody()).not.toHaveProperty('stream_options');
	expect(lastBody()).toMatchObject({ max_tokens: 9 });
});

it.each([
	[
		'a field that nobody sent',
		openAiError(400, "Unsupported parameter: 'logit_bias'.", { code: 'unsupported_parameter', param: 'logit_bias' }),
	],
	[
		'a value out of range',
		openAiError(400, "Invalid 'temperature': value out of range.", { code: 'decimal_above_max_value', param: 'temperature' }),
	],
	['another status', openAiError(409, 'Unsupported: response_format')],
])('asks once where a refusal is about %s', async (_what, refusal) => {
	const model = await start([]);
	server.script([refusal]);
	await expect(model.generate(question, never)).rejects.toMatchObject({ code: 'MODEL_BAD_REQUEST' });
	expect(server.calls).toHaveLength(1);
});

it('ends where a server refuses all that it is sent', async () => {
	const model = await start([]);
	const refusal = openAiError(
		400,
		'Unsupported: max_tokens max_completion_tokens temperature reasoning_effort response_format stream_options',
	);
	server.script(Array.from({ length: 20 }, () => refusal));
	await expect(model.generate({ ...question, maxOutputTokens: 5, temperature: 1 }, never)).rejects.toMatchObject({
		code: 'MODEL_BAD_REQUEST',
	});
	expect(server.calls.length).toBeLessThan(9);
});

it('reads refusals next to the error object, as vLLM and FastAPI write them', async () => {
	const model = await start([]);
	server.script([
		{ status: 422, body: { detail: [{ loc: ['body', 'reasoning_effort'], msg: 'Extra inputs are not permitted' }] } },
		{
			status: 400,
			body: { object: 'error', message: "This model's maximum context length is 4096 tokens.", type: 'BadRequestError', code: 400 },
		},
	]);
	await expect(model.generate(question, never)).rejects.toMatchObject({ code: 'MODEL_CONTEXT_TOO_LONG' });
	expect(server.calls).toHaveLength(2);
});

const called = (native?: NativeMessage): ChatMessage[] => [
	{ role: 'user', content: 'Where is it?' },
	{ role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'find_order', arguments: '{}' }], native },
	{ role: 'tool', callId: 'a', name: 'find_order', content: 'none' },
];

it('says in words that a call failed', async () => {
	const model = await start([]);
	const [user, calls, result] = called();
	await model.generate({ messages: [user!, calls!, { ...result, content: 'refund 30', failed: true } as ChatMessage] }, never);
	expect(lastBody().messages[2]).toMatchObject({ role: 'tool', content: 'The call failed: refund 30' });
});

it('sends an empty thought with the calls of other models where a server requires one, and learns it once', async () => {
	const model = await start([]);
	server.script([openAiError(400, 'thinking is enabled but reasoning_content is missing in assistant tool call message at index 1')]);
	await model.generate({ messages: called() }, never);
	await model.generate({ messages: called() }, never);
	expect(statuses()).toEqual([400, 200, 200]);
	expect(lastBody().messages[1]).toMatchObject({ role: 'assistant', reasoning_content: '' });
});

it('signs the calls of other models where Gemini requires it behind a gateway, once for each turn', async () => {
	const model = await start([]);
	const raw = '{"error":{"message":"Function call is missing a thought_signature in functionCall parts."}}';
	server.script([{ status: 400, body: { error: { code: 400, message: 'Provider returned error', metadata: { raw } } } }]);
	await model.generate({ messages: called() }, never);
	expect(statuses()).toEqual([400, 200]);
	expect(lastBody().messages[1]).toMatchObject({
		tool_calls: [{ extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } }],
	});
});

it('sends no thoughts to a server that refuses those that it sent (janhq/jan#8136)', async () => {
	const model = await start([]);
	const native = { model: 'openai:o4-mini', data: { reasoning_content: 'Hm.' }, texts: ['reasoning_content'] };
	const refusal =
		"'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property 'reasoning_content' is unsupported)]";
	server.script([openAiError(400, refusal)]);
	await model.generate({ messages: called(native) }, never);
	expect(statuses()).toEqual([400, 200]);
	expect(lastBody().messages[1]).not.toHaveProperty('reasoning_content');
});

it('asks in words for a schema that the server refuses, and for others as before', async () => {
	const model = await start([]);
	const list = { ...question, responseSchema: { name: 'names', schema: { type: 'array', items: { type: 'string' } } } };
	await model.generate(list, never);
	await model.generate(list, never);
	await model.generate(question, never);
	expect(statuses()).toEqual([400, 200, 200, 200]);
	const bodies = server.calls.map(({ body }) => body as { response_format?: { type: string } });
	expect(bodies.map((body) => body.response_format?.type)).toEqual(['json_schema', undefined, undefined, 'json_schema']);
	expect(lastBody().response_format).toMatchObject({ json_schema: { strict: true } });
});

it.each([
	['alternatives at the top', { type: 'object', properties: { a: { type: 'string' } }, anyOf: [{ required: ['a'] }] }],
	['a text', { type: 'string', enum: ['a', 'b'] }],
	['null or an object', { type: ['object', 'null'], properties: { a: { type: 'string' } } }],
	['a reference', { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { type: 'string' } } } }],
])('goes on to the next way for a schema of %s, never twice in the same', async (_, odd) => {
	const model = await start([]);
	await model.generate({ ...question, responseSchema: { name: 'x', schema: odd } }, never);
	const formats = server.calls.map(({ body }) => JSON.stringify((body as { response_format?: unknown }).response_format));
	expect(new Set(formats).size).toBe(server.calls.length);
	expect(statuses().at(-1)).toBe(200);
});

it('puts a message between results and a question where a server requires it, as Mistral does', async () => {
	const model = await start([]);
	const messages: ChatMessage[] = [...called(), { role: 'user', content: 'Answer now.' }];
	server.script([openAiError(400, "Unexpected role 'user' after role 'tool'", { code: '3230' })]);
	await model.generate({ messages }, never);
	await model.generate({ messages }, never);
	expect(statuses()).toEqual([400, 200, 200]);
	expect(lastBody().messages.map((message) => (message as unknown as ChatMessage).role)).toEqual([
		'user',
		'assistant',
		'tool',
		'assistant',
		'user',
	]);
});

it('does not ask again in another dialect if a request is too long', async () => {
	const model = await start([], 'gpt-4.1-mini');
	const refusal = "Invalid value: 'max_tokens' must be less: this model's maximum context length is 4096 tokens.";
	server.script([openAiError(400, refusal, { param: 'max_tokens' })]);
	await expect(model.generate({ messages: question.messages, maxOutputTokens: 9 }, never)).rejects.toMatchObject({
		code: 'MODEL_CONTEXT_TOO_LONG',
	});
	expect(server.calls).toHaveLength(1);
});
