import type { ISupplyDataFunctions } from 'n8n-workflow';
import type { TroupeError } from '../../../core/base/errors';
import type { ChatPart, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import { fromConnected } from '../connected/connected-chat-model';
import type { ModelMessage } from '../connected/langchain-shape';
import { fakeAiNodeSdk as sdk } from '../../../test/support/n8n/fake-ai-node-sdk';
import { FakeAi, FakeMessage, FakeSystem, FakeTool } from '../../../test/support/n8n/fake-chat-model';
import { type Adapter, completeAdapter } from './complete-adapter';
import { type CallFacts, createTroupeModel } from './troupe-model';

const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
const native = { model: 'anthropic:claude', data: [{ type: 'thinking', signature: 's' }], texts: ['thinking'] };
const calling: ChatResponse = {
	text: 'Looking.',
	toolCalls: [{ id: 'c1', name: 'find', arguments: '{"q":1}' }],
	finish: 'tool-calls',
	model: 'anthropic:claude',
	usage,
	costUsd: 0.01,
	priceTable: 'litellm 1',
	native,
};
const tool = { name: 'find', schema: { type: 'object' } };

function build(answer: ChatResponse | Error = calling) {
	const requests: ChatRequest[] = [];
	const facts: CallFacts[] = [];
	const ask = (request: ChatRequest) => {
		requests.push(request);
		if (answer instanceof Error) throw answer;
		return answer;
	};
	const model = {
		id: 'router:x',
		generate: async (request: ChatRequest) => ask(request),
		async *stream(request: ChatRequest): AsyncGenerator<ChatPart> {
			const response = ask(request);
			yield { kind: 'text', text: response.text };
			for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
			yield { kind: 'end', response };
		},
	};
	const fault = (error: unknown) => new Error(`shown: ${(error as Error).message}`);
	const troupeModel = createTroupeModel(sdk, { model, request: { maxOutputTokens: 9 }, fault });
	const { response } = sdk.supplyModel({} as ISupplyDataFunctions, troupeModel) as { response: Adapter };
	return { adapter: completeAdapter(response, (given) => facts.push(given)), asked: requests, facts };
}

const messages = (...given: FakeMessage[]) => given as unknown as ModelMessage[];
const person = (content: unknown) => new FakeMessage({ content });

describe('a model of Troupe’s, as LangChain sees it', () => {
	it('is asked with the images that n8n’s agent gives it', async () => {
		const { adapter, asked } = build();
		const content = [
			{ type: 'text', text: 'What?' },
			{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
			{ type: 'image_url', image_url: 'https://example.com/a.png' },
			{ type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'BB==' } },
		];
		await adapter._generate(messages(new FakeSystem('Be brief.'), person(content)), {});
		expect(asked[0]).toMatchObject({
			maxOutputTokens: 9,
			messages: [
				{ role: 'system', content: 'Be brief.' },
				{
					role: 'user',
					content: 'What?',
					images: [
						{ kind: 'data', mediaType: 'image/png', data: 'AA==' },
						{ kind: 'url', url: 'https://example.com/a.png' },
						{ kind: 'data', mediaType: 'image/jpeg', data: 'BB==' },
					],
				},
			],
		});
	});

	it.each([{ type: 'file', source_type: 'base64', mime_type: 'application/pdf', data: 'AA==' }, { type: 'input_audio' }])(
		'refuses what it cannot hand on, such as %j, and asks nobody',
		async (part) => {
			const { adapter, asked } = build();
			await expect(adapter._generate(messages(person([part])), {})).rejects.toThrow(/shown: A message contains a file of type/);
			expect(asked).toEqual([]);
		},
	);

	it('gets back between an agent’s rounds what a provider wants returned', async () => {
		const { adapter, asked } = build();
		const bound = adapter.bindTools([tool]);
		const { generations } = await bound._generate(messages(person('Hello')), {});
		const thought = (generations[0]!.message.content as Array<{ type: string }>).find(({ type }) => type === 'thinking');
		// As n8n's agent builds the turn again from the thought and the call.
		const turn = new FakeAi({ content: [thought, { type: 'tool_use', id: 'c1', name: 'find', input: { q: 1 } }] });
		await bound._generate(messages(person('Hello'), turn, new FakeTool({ content: 'it', tool_call_id: 'c1' })), {});
		expect(asked[1]!.messages.slice(1)).toEqual([
			{ role: 'assistant', content: '', toolCalls: calling.toolCalls, native },
			{ role: 'tool', callId: 'c1', name: 'find', content: 'it' },
		]);
	});

	it('leaves out thoughts of other models, and calls that a message contains twice', async () => {
		const { adapter, asked } = build();
		const content = [
			{ type: 'thinking', thinking: 'hm', signature: 'of another' },
			{ type: 'tool_use', id: 'c1', name: 'find', input: {} },
		];
		await adapter._generate(messages(new FakeAi({ content, tool_calls: [{ id: 'c1', name: 'find', args: {} }] })), {});
		expect(asked[0]!.messages).toEqual([{ role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'find', arguments: '{}' }] }]);
	});

	it.each([
		['any', 'required'],
		['none', 'none'],
		['find', { name: 'find' }],
		[{ type: 'function', function: { name: 'find' } }, { name: 'find' }],
		['auto', undefined],
		[undefined, undefined],
	])('takes the choice of tool %j as %j', async (choice, expected) => {
		const { adapter, asked } = build();
		await adapter.bindTools([tool], { tool_choice: choice })._generate(messages(person('Hello')), {});
		expect(asked[0]).toMatchObject({ tools: [{ name: 'find', parameters: { type: 'object' } }] });
		expect(asked[0]!.toolChoice).toEqual(expected);
	});

	it('shows tokens, cost, model and attempts of whole answers and of streams in n8n’s record of the run', async () => {
		const { adapter, facts } = build();
		const expected = { model: 'anthropic:claude', usage, costUsd: 0.01, priceTable: 'litellm 1', attempts: [] };
		const { generations } = await adapter._generate(messages(person('Hello')), {});
		const infos = [generations[0]!.generationInfo];
		for await (const { generationInfo } of adapter._streamResponseChunks(messages(person('Hello')), {}))
			if (generationInfo) infos.push(generationInfo);
		expect(infos).toEqual([{ troupe: expected }, { finish_reason: 'tool-calls', troupe: expected }]);
		expect(facts).toEqual([expected, expected]);
		const [{ options }] = adapter.callbacks as [{ options: { tokensUsageParser(result: object): object } }];
		expect(options.tokensUsageParser({ generations: [[{ generationInfo: infos[1] }]] })).toEqual({
			promptTokens: 10,
			completionTokens: 5,
			totalTokens: 15,
			cost: 0.01,
		});
		expect(options.tokensUsageParser({ generations: [[{}]] })).toEqual({ completionTokens: 0 });
	});

	it('takes from a node of Troupe’s what LangChain has no words for; its own settings hold', async () => {
		const { adapter, asked } = build();
		const responseSchema = { name: 'x', schema: { type: 'object' } };
		const invoke = async (given: Array<{ role: string; content: string }>, options: object) =>
			(await adapter._generate(messages(...given.map(({ content }) => person(content))), options)).generations[0]!.message;
		const request = { messages: [{ role: 'user' as const, content: 'Hello' }], responseSchema, maxOutputTokens: 50, temperature: 0 };
		const response = await fromConnected(Object.assign(adapter, { invoke })).generate(request, new AbortController().signal);
		expect(asked).toEqual([{ messages: request.messages, responseSchema, maxOutputTokens: 9, temperature: 0 }]);
		expect(response).toMatchObject({ model: 'anthropic:claude', costUsd: 0.01 });
	});

	it('shows errors as the host does', async () => {
		const { adapter } = build(new Error('down'));
		await expect(adapter._generate(messages(person('Hello')), {})).rejects.toThrow('shown: down');
		const read = adapter._streamResponseChunks(messages(person('Hello')), {})[Symbol.asyncIterator]();
		await expect(read.next()).rejects.toThrow('shown: down');
	});

	it('fails in a stream whose text turns out to be a thought: LangChain would take it for the answer', async () => {
		const model = {
			id: 'openai:m',
			generate: () => Promise.reject(new Error('not asked')),
			async *stream(): AsyncGenerator<ChatPart> {
				yield { kind: 'text', text: 'The user is on the list.' };
				yield { kind: 'withdrawn' };
			},
		};
		const troupeModel = createTroupeModel(sdk, {
			model,
			request: {},
			fault: (error) => new Error(`shown: ${(error as TroupeError).code}`),
		});
		const parts = troupeModel.stream([], {})[Symbol.asyncIterator]();
		await parts.next();
		await expect(parts.next()).rejects.toThrow('shown: MODEL_MALFORMED_RESPONSE');
	});
});
