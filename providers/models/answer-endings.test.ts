/** What an answer is by the reason of its end, at every provider, whole and streamed. */
import type { ChatPart, ChatRequest, ChatResponse } from '../../core/ports/models/models';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { collect } from '../../test/support/collect';
import { openProvider } from './open-provider';

const never = new AbortController().signal;
const closeDay = { name: 'close_day', description: 'Closes the day.', parameters: { type: 'object', properties: {} } };
const request: ChatRequest = { messages: [{ role: 'user', content: 'Close?' }], tools: [closeDay] };

type Content = { text?: string; calls?: boolean };
interface Wire {
	/** The words of the vendor for each ending. */
	reasons: { complete: string[]; cut: string[]; filtered: string[]; failed: string[] };
	whole(content: Content, reason: string | undefined): object;
	/** The events of a stream, one a line. */
	stream(content: Content, reason: string): string;
}

const sse = (...events: Array<{ type?: string }>) =>
	events.map((event) => `${event.type ? `event: ${event.type}\n` : ''}data: ${JSON.stringify(event)}\n\n`).join('');

const wires: Record<ProviderName, Wire> = {
	openai: {
		reasons: {
			complete: ['stop', 'tool_calls', 'function_call', 'eos', 'end', 'end_turn'],
			cut: ['length', 'max_tokens', 'model_length', 'MAX_TOKENS'],
			filtered: ['content_filter', 'sensitive', 'SAFETY'],
			failed: [
				'error',
				'insufficient_system_resource',
				'network_error',
				'abort',
				'repetition_truncation',
				'a_reason_of_tomorrow',
				'not a code',
			],
		},
		whole: ({ text = '', calls }, finish_reason) => ({
			choices: [{ message: { content: text, ...(calls && { tool_calls: [openAiCall] }) }, finish_reason }],
		}),
		stream: ({ text = '', calls }, finish_reason) =>
			sse(
				{ choices: [{ delta: { content: text, ...(calls && { tool_calls: [{ index: 0, ...openAiCall }] }) } }] } as object,
				{ choices: [{ delta: {}, finish_reason }] } as object,
			),
	},
	anthropic: {
		reasons: {
			complete: ['end_turn', 'tool_use', 'stop_sequence'],
			cut: ['max_tokens', 'model_context_window_exceeded'],
			filtered: ['refusal'],
			failed: ['pause_turn', 'compaction', 'a_reason_of_tomorrow'],
		},
		whole: ({ text, calls }, stop_reason) => ({
			content: [...(text ? [{ type: 'text', text }] : []), ...(calls ? [anthropicCall] : [])],
			stop_reason,
		}),
		stream: ({ text, calls }, stop_reason) =>
			sse(
				{ type: 'message_start', message: {} } as object,
				...[...(text ? [{ type: 'text', text }] : []), ...(calls ? [anthropicCall] : [])].flatMap((content_block, index) => [
					{ type: 'content_block_start', index, content_block },
					{ type: 'content_block_stop', index },
				]),
				{ type: 'message_delta', delta: { stop_reason } } as object,
			),
	},
	google: {
		reasons: {
			complete: ['STOP'],
			cut: ['MAX_TOKENS', 'CONTINUATION'],
			filtered: ['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY', 'MODEL_ARMOR'],
			failed: ['OTHER', 'MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS', 'NO_IMAGE', 'A_REASON_OF_TOMORROW'],
		},
		whole: ({ text, calls }, finishReason) => ({
			candidates: [{ content: { parts: [...(text ? [{ text }] : []), ...(calls ? [googleCall] : [])] }, finishReason }],
		}),
		stream: ({ text, calls }, finishReason) =>
			sse(
				{ candidates: [{ content: { parts: [...(text ? [{ text }] : []), ...(calls ? [googleCall] : [])] } }] } as object,
				{ candidates: [{ finishReason }] } as object,
			),
	},
	ollama: {
		reasons: { complete: ['stop'], cut: ['length'], filtered: [], failed: ['load', 'unload', 'a_reason_of_tomorrow'] },
		whole: ({ text = '', calls }, done_reason) => ({
			message: { content: text, ...(calls && { tool_calls: [{ function: { name: 'close_day', arguments: {} } }] }) },
			done: true,
			done_reason,
		}),
		stream: (content, reason) =>
			[{ ...wires.ollama.whole(content, undefined), done: false }, wires.ollama.whole({}, reason)]
				.map((line) => `${JSON.stringify(line)}\n`)
				.join(''),
	},
};
const openAiCall = { id: 'c', function: { name: 'close_day', arguments: '' } };
const anthropicCall = { type: 'tool_use', id: 'c', name: 'close_day', input: {} };
const googleCall = { functionCall: { id: 'c', name: 'close_day', args: {} } };

async function ask(name: ProviderName, streams: boolean, body: string | object): Promise<{ response: ChatResponse; parts: ChatPart[] }> {
	const fetch = (url: unknown) =>
		Promise.resolve(
			String(url as string).endsWith('/api/show')
				? Response.json({ capabilities: ['tools'] })
				: typeof body === 'string'
					? new Response(body, { headers: { 'content-type': 'text/event-stream' } })
					: Response.json(body),
		);
	const model = (await openProvider(name, { apiKey: 'key' }, { fetch })).chat('m');
	if (!streams) return { response: await model.generate(request, never), parts: [] };
	const parts = await collect(model.stream(request, never));
	return { response: (parts.at(-1) as Extract<ChatPart, { kind: 'end' }>).response, parts };
}

const cases = Object.entries(wires).flatMap(([name, { reasons }]) =>
	Object.entries(reasons).flatMap(([ending, words]) =>
		[false, true].flatMap((streams) => words.map((word) => [name, streams ? 'streamed' : 'whole', word, ending] as const)),
	),
);

it.each(cases)('%s, %s: a call in an answer that ends with %s, which is %s', async (name, form, reason, ending) => {
	const wire = wires[name as ProviderName];
	const body = form === 'whole' ? wire.whole({ calls: true }, reason) : wire.stream({ calls: true }, reason);
	const asked = ask(name as ProviderName, form === 'streamed', body);
	if (ending === 'failed') {
		const error = (await asked.catch((thrown: unknown) => thrown)) as { code: string; details: object };
		expect(error.code).toMatch(/^MODEL_(OVERLOADED|MALFORMED_RESPONSE)$/);
		if (/^\w+$/.test(reason)) expect(error.details).toMatchObject({ providerCode: reason });
		else expect(error.details).not.toHaveProperty('providerCode', reason);
		return;
	}
	const { response, parts } = await asked;
	const finish = { complete: 'tool-calls', cut: 'length', filtered: 'content-filter' }[ending as 'complete'];
	expect(response.finish).toBe(finish);
	expect(response.toolCalls?.length ?? 0).toBe(ending === 'complete' ? 1 : 0);
	expect(response.native === undefined || ending === 'complete').toBe(true);
	const shown = parts.filter(({ kind }) => kind === 'tool-call').length;
	expect(shown).toBe(form === 'streamed' && ending === 'complete' ? 1 : 0);
});

it.each<[string, ProviderName, string, ChatResponse['finish']]>([
	['the word of a server of Llama (openai/openai-dotnet#267)', 'openai', 'eos', 'tool-calls'],
	['the word of a compatible server (earendil-works/pi#2106)', 'openai', 'end', 'tool-calls'],
	['a word of Claude behind a gateway (aws-samples/bedrock-access-gateway#11)', 'openai', 'end_turn', 'tool-calls'],
	['a limit that Gemini reached with a call (earendil-works/pi#8059)', 'google', 'MAX_TOKENS', 'length'],
	['a limit that Claude reached with a call (mezmo/aura#591)', 'anthropic', 'max_tokens', 'length'],
])('reads %s', async (_what, name, reason, finish) => {
	const { response } = await ask(name, false, wires[name].whole({ calls: true }, reason));
	expect(response.finish).toBe(finish);
});

it('takes no answer of Ollama that only loaded the model (langchain-ai/langchain#31482)', async () => {
	await expect(ask('ollama', false, wires.ollama.whole({}, 'load'))).rejects.toMatchObject({ code: 'MODEL_OVERLOADED' });
});

it.each(Object.keys(wires) as ProviderName[])('a whole answer of %s without a reason is complete', async (name) => {
	const { response } = await ask(name, false, wires[name].whole({ text: 'Yes.' }, undefined));
	expect(response).toMatchObject({ text: 'Yes.', finish: 'stop' });
});

it.each(Object.keys(wires) as ProviderName[])('an answer of %s that its server did not complete is a failed attempt', async (name) => {
	const [reason] = wires[name].reasons.failed;
	for (const streams of [false, true]) {
		const body = streams
			? wires[name].stream({ text: 'Your refund will' }, reason!)
			: wires[name].whole({ text: 'Your refund will' }, reason);
		await expect(ask(name, streams, body)).rejects.toMatchObject({ message: expect.stringContaining(reason!) });
	}
});

describe('a fault beside a choice, of a server that speaks the protocol of OpenAI', () => {
	const choice = { finish_reason: 'error', error: { code: 502, message: 'Upstream failed' } };

	it.each([
		['whole', { choices: [{ message: { content: 'Half' }, ...choice }], usage: { prompt_tokens: 5, completion_tokens: 2 } }],
		[
			'streamed',
			sse({ choices: [{ delta: { content: 'Half' } }] } as object, { choices: [{ delta: { content: '' }, ...choice }] } as object),
		],
		['streamed, after a reason', sse({ choices: [{ delta: { content: 'Half' }, finish_reason: 'stop', error: choice.error }] } as object)],
		[
			'an event of its own',
			`${sse({ choices: [{ delta: { content: 'Half' } }] } as object)}event: error\ndata: {"code":502,"message":"x"}\n\n`,
		],
	])('%s is a failed attempt with its code and its usage', async (_form, body) => {
		const usage = expect.objectContaining({ inputTokens: expect.any(Number) as number }) as object;
		await expect(ask('openai', typeof body === 'string', body)).rejects.toMatchObject({ code: 'MODEL_OVERLOADED', details: { usage } });
	});
});

it.each(['{}', '{"error":{}}', '{"error":null}'])('takes an event named error for a fault, also with %s', async (data) => {
	const body = `event: error\ndata: ${data}\n\n${sse({ choices: [{ delta: { content: 'Half' }, finish_reason: 'stop' }] } as object)}`;
	await expect(ask('openai', true, body)).rejects.toMatchObject({ name: 'TroupeError' });
});

it('reads arguments that a gateway sent as text', async () => {
	const body = { content: [{ ...anthropicCall, input: '{"a":1}' }], stop_reason: 'tool_use' };
	expect((await ask('anthropic', false, body)).response.toolCalls).toMatchObject([{ arguments: '{"a":1}' }]);
});
