import type { ChatPart, ChatRequest } from '../../../core/ports/models/models';
import { FakeAiChunk } from '../../../test/support/n8n/fake-chat-model';
import { connectedChatModel } from './connected-chat-model';

const schema = {
	type: 'object',
	properties: { city: { type: 'string' } },
	required: ['city'],
	additionalProperties: false,
};
const request: ChatRequest = { messages: [{ role: 'user', content: 'Where?' }], responseSchema: { name: 'output', schema } };
const tools = [{ name: 'find', description: 'Finds.', parameters: { type: 'object' } }];
const never = new AbortController().signal;
let models = 0;

/** A model of a vendor that answers with JSON in text, or by a call where it has to. */
function modelOf(kind: string, refuses: (options: object) => object | undefined = () => undefined, more: object = {}) {
	const calls: Array<{ messages: string; options: Record<string, unknown> }> = [];
	const answer = (bound: Record<string, unknown>) => async (messages: object[], given: Record<string, unknown>) => {
		const { signal: _signal, callbacks: _callbacks, ...options } = { ...bound, ...given };
		calls.push({ messages: JSON.stringify(messages), options });
		const refusal = refuses(options);
		if (refusal) throw Object.assign(new Error('refused'), refusal);
		const call = { id: 'c', name: 'output', args: { city: 'Recife' } };
		const isForced = options.tool_choice === 'any';
		return isForced
			? { content: [{ type: 'text', text: 'Here it is.' }], tool_calls: [call], response_metadata: { stop_reason: 'tool_use' } }
			: { content: '{"city":"Recife"}' };
	};
	const own = { model: `${kind}-${++models}`, _llmType: () => kind, ...more };
	const make = (bound: Record<string, unknown>): object => ({
		...own,
		invoke: answer(bound),
		bindTools: (list: object[], more: object) => make({ tools: list, ...more }),
	});
	return { calls, model: connectedChatModel(make({}))! };
}

const answered = { text: '{"city":"Recife"}', finish: 'stop' };
const format = { type: 'json_schema', json_schema: { name: 'output', schema, strict: true } };

describe('the JSON of a connected model', () => {
	it.each([
		['openai', { response_format: format }],
		['groq', { response_format: format }],
		['ollama', { format: schema }],
	])('is demanded of %s by an option, and in words for servers that pass over it', async (kind, options) => {
		const { calls, model } = modelOf(kind);
		expect(await model.generate(request, never)).toMatchObject(answered);
		expect(calls).toEqual([{ messages: expect.stringContaining('Answer with JSON') as string, options }]);
	});

	it.each(['anthropic', 'googlegenerativeai', 'mistral_ai', 'chat_bedrock_converse'])(
		'is a forced call of %s, whatever it says beside it (n8n-io/n8n#26004)',
		async (kind) => {
			const { calls, model } = modelOf(kind);
			const reply = await model.generate(request, never);
			expect(reply).toMatchObject(answered);
			expect(reply.toolCalls).toBeUndefined();
			const [{ messages, options }] = calls as [(typeof calls)[0]];
			expect(options).toMatchObject({ tool_choice: 'any', tools: [{ function: { name: 'output', parameters: schema } }] });
			expect(messages).not.toContain('Answer with JSON');
		},
	);

	it.each([
		['over the Responses API', true, format],
		['in words over chat completions, whose client refuses a format beside tools that are not strict', false, undefined],
	])('is demanded of OpenAI beside tools %s', async (_how, usesResponses, expected) => {
		const { calls, model } = modelOf('openai', undefined, { _useResponsesApi: () => usesResponses });
		expect(await model.generate({ ...request, tools }, never)).toMatchObject(answered);
		expect(calls).toMatchObject([{ messages: expect.stringContaining('Answer with JSON') as string }]);
		expect(calls[0]!.options.response_format).toEqual(expected);
	});

	it('is wished for in words where other tools are, or the kind of model is unknown', async () => {
		for (const kind of ['anthropic', 'ollama', 'groq']) {
			const { calls, model } = modelOf(kind);
			await model.generate({ ...request, tools }, never);
			expect(calls).toEqual([
				{ messages: expect.stringContaining('Answer with JSON') as string, options: { tools: expect.any(Array) as [] } },
			]);
		}
		const { calls, model } = modelOf('somebody');
		await model.generate(request, never);
		expect(calls).toEqual([{ messages: expect.stringContaining('Answer with JSON') as string, options: {} }]);
	});

	it('is demanded loosely where a schema cannot be strict', async () => {
		const { calls, model } = modelOf('openai');
		const loose = { type: 'object', properties: { city: { type: 'string' } } };
		await model.generate({ ...request, responseSchema: { name: 'x', schema: loose } }, never);
		expect(calls[0]!.options).toEqual({ response_format: { type: 'json_schema', json_schema: { name: 'x', schema: loose } } });
	});

	it.each([
		[
			'a format (llm-exe/llm-exe#662)',
			'openai',
			'response_format',
			{ status: 400, message: 'This response_format type is unavailable now' },
		],
		[
			'a forced call, as it thinks (langchain-ai/langchain-google#1712)',
			'anthropic',
			'tool_choice',
			{ status: 400, message: 'Thinking may not be enabled when tool_choice forces tool use.' },
		],
	])('is wished for in words, from then on, of a model that refuses %s', async (_title, kind, field, refusal) => {
		const { calls, model } = modelOf(kind, (options) => (field in options ? refusal : undefined));
		for (let turn = 0; turn < 2; turn++) expect(await model.generate(request, never)).toMatchObject(answered);
		expect(calls.map(({ options }) => field in options)).toEqual([true, false, false]);
	});

	it('is not asked for again where the request fails for another reason', async () => {
		const { calls, model } = modelOf('openai', () => ({ status: 429 }));
		await expect(model.generate(request, never)).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED' });
		expect(calls).toHaveLength(1);
	});

	it('ends at the limit where OpenAI’s client throws at JSON that is cut', async () => {
		const cut = { message: 'Could not parse response content as the length limit was reached' };
		const { model } = modelOf('openai', () => cut);
		expect(await model.generate(request, never)).toMatchObject({ text: '', finish: 'length' });
	});

	it('is streamed as one text where it is a call', async () => {
		async function* stream() {
			yield new FakeAiChunk({ content: '', tool_call_chunks: [{ index: 0, id: 'c', name: 'output', args: '{"city":' }] });
			yield new FakeAiChunk({ content: '', tool_call_chunks: [{ index: 0, args: '"Recife"}' }] });
		}
		const bound = { stream: async () => stream(), invoke: jest.fn() };
		const model = { _llmType: () => 'anthropic', model: 'claude', invoke: jest.fn(), bindTools: () => bound };
		const parts: ChatPart[] = [];
		for await (const part of connectedChatModel(model)!.stream(request, never)) parts.push(part);
		expect(parts).toMatchObject([
			{ kind: 'text', text: answered.text },
			{ kind: 'end', response: answered },
		]);
	});
});
