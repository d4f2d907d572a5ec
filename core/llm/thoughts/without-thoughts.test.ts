import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../ports/models/models';
import { collect } from '../../../test/support/collect';
import { withoutThoughts } from './without-thoughts';

const request: ChatRequest = { messages: [{ role: 'user', content: 'Where is it?' }] };
const never = new AbortController().signal;
const usage = { inputTokens: 10, outputTokens: 5, estimated: false };

function speaking(id: string, ...pieces: string[]): ChatModel {
	const response: ChatResponse = { text: pieces.join(''), finish: 'stop', model: id, usage };
	return {
		id,
		generate: () => Promise.resolve(response),
		async *stream() {
			for (const text of pieces) yield { kind: 'text', text };
			yield { kind: 'end', response };
		},
	};
}

const read = (model: ChatModel): Promise<ChatPart[]> => collect(withoutThoughts(model).stream(request, never));
const end = (text: string) => ({ kind: 'end', response: expect.objectContaining({ text, usage }) as object });

it('drops thoughts from answers and from streams, as they come', async () => {
	const model = speaking('openai:m', '<thi', 'nk>The list.', '</think>', '\n\nOrder 77 ', 'is packed.');
	expect(await withoutThoughts(model).generate(request, never)).toMatchObject({ text: 'Order 77 is packed.', usage });
	expect(await read(model)).toEqual([
		{ kind: 'text', text: 'Order 77 ' },
		{ kind: 'text', text: 'is packed.' },
		end('Order 77 is packed.'),
	]);
});

it('leaves an answer without thoughts as it is', async () => {
	const response = await speaking('openai:m', 'Yes.').generate(request, never);
	expect(await withoutThoughts(speaking('openai:m', 'Yes.')).generate(request, never)).toEqual(response);
});

it.each([
	...[
		'ollama:deepseek-r1:8b',
		'openai:Qwen/QwQ-32B',
		'openai:qwen3-4b-thinking-2507',
		'n8n:r1',
		'openai:Qwen/Qwen3.5-9B',
		'openai:zai/GLM-5',
	],
	...[
		'ollama:qwen3.5:9b',
		'openai:MiniMaxAI/MiniMax-M2',
		'openai:allenai/Olmo-3-7B-Think',
		'openai:deepseek-reasoner',
		'openai:nemotron-3-nano',
	],
])('shows nothing of a thought that only ends, of %s', async (id) => {
	expect(await read(speaking(id, 'The ', 'list.</think>', 'Yes', '.'))).toEqual([
		...['Yes', '.'].map((text) => ({ kind: 'text', text })),
		end('Yes.'),
	]);
});

it.each(['openai:unheard', 'openai:qwen2.5', 'openai:qwen3-max', 'openai:first1', 'ollama:thinkpad'])(
	'withdraws a thought that %s showed before its end, and holds it back the next time',
	async (id) => {
		const model = speaking(id, 'The ', 'list.</think>', 'Yes.');
		expect(await read(model)).toEqual([
			{ kind: 'text', text: 'The ' },
			{ kind: 'text', text: 'list.' },
			{ kind: 'withdrawn' },
			{ kind: 'text', text: 'Yes.' },
			end('Yes.'),
		]);
		expect(await read(model)).toEqual([{ kind: 'text', text: 'Yes.' }, end('Yes.')]);
	},
);

it('shows text at once of a model whose server was seen to separate its thoughts', async () => {
	const id = 'openai:separated-r1';
	const pieces = [{ kind: 'text', text: 'Yes, ' }, { kind: 'text', text: 'it is.' }, end('Yes, it is.')];
	expect(await read(speaking(id, 'Yes, ', 'it is.'))).toEqual([{ kind: 'text', text: 'Yes, it is.' }, end('Yes, it is.')]);
	expect(await read(speaking(id, 'Yes, ', 'it is.'))).toEqual(pieces);
});

it('does not learn from an answer that was cut that a server separates thoughts', async () => {
	const model = speaking('openai:cut-r1', 'The ', 'list ');
	const cut: ChatModel = { ...model, generate: async (...asked) => ({ ...(await model.generate(...asked)), finish: 'length' }) };
	await withoutThoughts(cut).generate(request, never);
	expect(await read(speaking('openai:cut-r1', 'The ', 'list.</think>Yes.'))).toEqual([{ kind: 'text', text: 'Yes.' }, end('Yes.')]);
});

it('learns from a whole answer what to hold back in a stream', async () => {
	const model = speaking('openai:learned', 'The ', 'list.</think>Yes.');
	expect(await withoutThoughts(model).generate(request, never)).toMatchObject({ text: 'Yes.' });
	expect(await read(model)).toEqual([{ kind: 'text', text: 'Yes.' }, end('Yes.')]);
});

it('keeps calls, after the text', async () => {
	const call = { id: 'c', name: 'find', arguments: '{}' };
	const response: ChatResponse = {
		text: '<think>a</think>Let me look.',
		toolCalls: [call],
		finish: 'tool-calls',
		model: 'openai:m',
		usage,
	};
	const model: ChatModel = {
		id: 'openai:m',
		generate: () => Promise.resolve(response),
		async *stream() {
			yield { kind: 'text', text: '<think>a</think>Let me look.<' };
			yield { kind: 'tool-call', call };
			yield { kind: 'end', response };
		},
	};
	expect((await read(model)).map((part) => (part.kind === 'text' ? part.text : part.kind))).toEqual([
		'Let me look.',
		'<',
		'tool-call',
		'end',
	]);
});
