/** What is not understood in a stream costs only itself, at every provider. */
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ChatPart, ChatRequest } from '../../core/ports/models/models';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { collect } from '../../test/support/collect';
import { openProvider } from './open-provider';

const request: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }] };

const data = (value: unknown) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
const line = (value: unknown) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`;
const claude = (value: { type: string; [field: string]: unknown }) => `event: ${value.type}\n${data(value)}`;

interface Wire {
	write(value: unknown): string;
	text(text: string): string;
	end: string;
	/** Events that the protocol does not know, each unreadable. */
	odd: unknown[];
	error: string;
}

const wires: Record<ProviderName, Wire> = {
	openai: {
		write: data,
		text: (content) => data({ choices: [{ delta: { content } }] }),
		end: data({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 9, completion_tokens: 3 } }),
		odd: ['{"choi', 'null', '7', { object: 'keep-alive' }, { id: 'c', choices: null }, { choices: [{ delta: { content: 5 } }] }],
		error: data({ error: { code: 503, message: 'down' } }),
	},
	anthropic: {
		write: data,
		text: (text) => claude({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
		end: claude({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { input_tokens: 9, output_tokens: 3 } }),
		odd: ['{"type', { keep: 'alive' }, { type: 'content_block_delta', index: 0 }, { type: 'message_delta' }],
		error: claude({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
	},
	google: {
		write: data,
		text: (text) => data({ candidates: [{ content: { parts: [{ text }] } }] }),
		end: data({ candidates: [{ finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 3 } }),
		odd: [
			'{"cand',
			'"x"',
			{ keep: 'alive' },
			{ candidates: [{ content: { parts: 'x' } }] },
			{ candidates: [{ content: { parts: [null] } }] },
		],
		error: data({ error: { code: 503, status: 'UNAVAILABLE', message: 'down' } }),
	},
	ollama: {
		write: line,
		text: (content) => line({ message: { content }, done: false }),
		end: line({ message: { content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 9, eval_count: 3 }),
		odd: ['<p>', '[1]', { status: 'loading' }, { message: { content: 5 }, done: false }],
		error: line({ error: 'llama runner has terminated' }),
	},
};

async function ask(name: ProviderName, body: string, breaks = false) {
	const bytes = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (body !== '') controller.enqueue(new TextEncoder().encode(body));
			else if (breaks) controller.error(Object.assign(new TypeError('terminated'), { cause: { code: 'ECONNRESET' } }));
			else controller.close();
			body = '';
		},
	});
	const type = name === 'ollama' ? 'application/x-ndjson' : 'text/event-stream';
	const fetch = (url: unknown) =>
		Promise.resolve(
			String(url as string).endsWith('/api/show') ? Response.json({}) : new Response(bytes, { headers: { 'content-type': type } }),
		);
	const model = (await openProvider(name, { apiKey: 'key' }, { fetch })).chat('m');
	const parts = await collect(model.stream(request, new AbortController().signal));
	return (parts.at(-1) as Extract<ChatPart, { kind: 'end' }>).response;
}

const failure = (asked: Promise<unknown>): Promise<TroupeError> =>
	asked.then(
		() => Promise.reject(new Error('it did not fail')),
		(error: unknown) => (isTroupeError(error) ? error : Promise.reject(error as Error)),
	);

const usage = { inputTokens: 9, outputTokens: 3, estimated: false };

describe.each(Object.keys(wires) as ProviderName[])('a stream of %s', (name) => {
	const { write, text, end, odd, error } = wires[name];

	it.each(odd)('leaves out %j, counts it, and gives the rest', async (value) => {
		const response = await ask(name, text('Ye') + write(value) + text('s.') + end);
		expect(response).toMatchObject({ text: 'Yes.', finish: 'stop', usage, unreadEvents: 1 });
	});

	it('tells nothing where all was read', async () => {
		expect(await ask(name, text('Yes.') + end)).not.toHaveProperty('unreadEvents');
	});

	it('is complete with the reason of its end, whatever follows', async () => {
		for (const after of [...odd.map(write), error])
			expect(await ask(name, text('Yes.') + end + after)).toMatchObject({ text: 'Yes.', usage });
		expect(await ask(name, text('Yes.') + end, true)).toMatchObject({ text: 'Yes.', finish: 'stop', usage });
	});

	it('is a failed attempt for an error or a break before its end', async () => {
		expect(await failure(ask(name, text('Ye') + error + text('s.') + end))).toMatchObject({ code: 'MODEL_OVERLOADED' });
		expect(await failure(ask(name, text('Ye'), true))).toMatchObject({ code: 'MODEL_UNREACHABLE' });
		expect(await failure(ask(name, text('Ye') + write(odd[0])))).toMatchObject({ code: 'MODEL_UNREACHABLE' });
	});

	it('is malformed if nothing in it could be read', async () => {
		expect(await failure(ask(name, write(odd[0]) + write(odd[2])))).toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
	});
});

describe('a stream in the protocol of OpenAI', () => {
	const { text } = wires.openai;
	const end = data({ choices: [{ delta: {}, finish_reason: 'stop' }] });

	it.each([
		['without choices', { id: 'c', choices: null }],
		['with an empty list (meilisearch/meilisearch#6477)', { choices: [] }],
		['without the field', {}],
	])('has its usage from an event %s', async (_what, event) => {
		const tokens = { usage: { prompt_tokens: 9, completion_tokens: 3 } };
		const response = await ask('openai', text('Yes.') + end + data({ ...event, ...tokens }) + data('[DONE]'));
		expect(response).toMatchObject({ text: 'Yes.', usage });
		expect(response).not.toHaveProperty('unreadEvents');
	});

	const figures = { prompt_tokens: 9, completion_tokens: 3 };

	it.each([
		['in the choice (earendil-works/pi#2017)', [{ choices: [{ delta: {}, finish_reason: 'stop', usage: figures }] }]],
		['in a field of its own', [{ choices: [{ delta: {}, finish_reason: 'stop' }], x_groq: { usage: figures } }]],
		[
			'in each event (rashidrazak/opencode-cmd-provider#213)',
			[
				{ choices: [{ delta: {} }], usage: { prompt_tokens: 9, completion_tokens: 1 } },
				{ choices: [{ delta: {}, finish_reason: 'stop' }], usage: figures },
			],
		],
		[
			'and zeros after them',
			[
				{ choices: [{ delta: {}, finish_reason: 'stop' }], usage: figures },
				{ choices: [], usage: { prompt_tokens: 0, completion_tokens: 0 } },
			],
		],
	])('has its usage %s', async (_where, events) => {
		expect(await ask('openai', text('Yes.') + events.map(data).join('') + data('[DONE]'))).toMatchObject({ text: 'Yes.', usage });
	});

	it.each(['', null, 'null'])('keeps its reason where a later event has %j (ollama/ollama#4357)', async (finish_reason) => {
		const events = text('Yes.') + end + data({ choices: [{ delta: {}, finish_reason }] }) + data('[DONE]');
		expect(await ask('openai', events)).toMatchObject({ text: 'Yes.', finish: 'stop' });
	});

	it('takes an empty error for none', async () => {
		const event = data({ error: {}, choices: [{ delta: { content: 'Yes.' }, finish_reason: 'stop', error: null }] });
		expect(await ask('openai', event)).toMatchObject({ text: 'Yes.' });
	});

	it.each([
		['in an event', data],
		['in a plain body', line],
	])('is read where the server answers whole, %s', async (_how, write) => {
		const answer = { choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }], usage: figures };
		expect(await ask('openai', write(answer))).toMatchObject({ text: 'Yes.', usage });
		const repeated = { choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }] };
		expect(await ask('openai', text('Yes.') + data(repeated))).toMatchObject({ text: 'Yes.' });
	});

	it('is cut where it breaks, if the server sends the reason with every piece', async () => {
		const piece = data({ choices: [{ delta: { content: 'Ye' }, finish_reason: 'stop' }] });
		expect(await failure(ask('openai', piece + piece, true))).toMatchObject({ code: 'MODEL_UNREACHABLE' });
		expect(await ask('openai', piece + piece)).toMatchObject({ text: 'YeYe' });
	});

	it('tells the error in a plain body', async () => {
		expect(await failure(ask('openai', '{"error": {"code": 402, "message": "No credit"}}'))).toMatchObject({ code: 'MODEL_OUT_OF_CREDIT' });
	});
});

it('reads events of Claude that a gateway sent without their names', async () => {
	const events = [
		{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Yes.' } },
		{ type: 'message_delta', delta: { stop_reason: 'end_turn' } },
	];
	expect(await ask('anthropic', events.map(data).join(''))).toMatchObject({ text: 'Yes.', finish: 'stop' });
});

it.each([
	['zero at the start (sgl-project/sglang#20685)', { input_tokens: 0, output_tokens: 0 }, { usage: { input_tokens: 9, output_tokens: 3 } }],
	['zero at the end', { input_tokens: 9, output_tokens: 1 }, { usage: { input_tokens: 0, output_tokens: 3 } }],
	['missing at the start', undefined, { usage: { input_tokens: 9, output_tokens: 3 } }],
	['missing at the end (earendil-works/pi#6567)', { input_tokens: 9, output_tokens: 3 }, {}],
	['within the delta (fumito-ito/AnthropicSwiftSDK#7)', { input_tokens: 9, output_tokens: 1 }, { delta: { usage: { output_tokens: 3 } } }],
])('reads figures of Claude that are %s', async (_where, start, end: { usage?: object; delta?: object }) => {
	const events = [
		{ type: 'message_start', message: { usage: start } },
		{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Yes.' } },
		{ type: 'message_delta', ...end, delta: { stop_reason: 'end_turn', ...end.delta } },
	];
	expect(await ask('anthropic', events.map(claude).join(''))).toMatchObject({ text: 'Yes.', usage });
});
