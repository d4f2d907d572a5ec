import { answerFromConversation, type FakeChat, type FakeResponder } from './answer-from-conversation';
import { checkOpenAiRequest } from './check-openai-request';
import {
	countTokens,
	rawAnswer,
	startFakeServer,
	type FakeCall,
	type FakeReply,
	type FakeServer,
	type TextReply,
	type WireAnswer,
} from './fake-server';
import { openAiError, openAiFaults } from './openai-faults';

export interface FakeOpenAiOptions {
	/** The keys let in; `null` asks for none, as Ollama does. Default: `sk-fake`. */
	keys?: string[] | null;
	/** Default: `gpt-4.1-mini` and `o4-mini`. */
	models?: string[];
	/** Those of `models` that refuse `max_tokens` and a temperature other than 1. Default: names that start with o and a digit, or gpt-5. */
	reasoning?: (model: string) => boolean;
	/** Input and output together, in tokens of four characters. */
	contextTokens?: number;
	respond?: FakeResponder;
}

interface ChatBody extends FakeChat {
	max_tokens?: number;
	max_completion_tokens?: number;
	stream_options?: { include_usage?: boolean };
}

/** Starts a stand-in of OpenAI's chat completions API on a free port; its base URL for clients is `<url>/v1`. */
export function startOpenAiServer(options: FakeOpenAiOptions = {}): Promise<FakeServer> {
	const models = options.models ?? ['gpt-4.1-mini', 'o4-mini'];
	return startFakeServer((call, nextReply) => {
		const refused = checkAccess(call, options.keys === undefined ? ['sk-fake'] : options.keys);
		if (refused) return rawAnswer(refused);
		if (call.method === 'GET') return rawAnswer({ status: 200, body: listModels(models) });
		const wrong = checkOpenAiRequest(call.body, options.reasoning ?? ((model) => /^(o\d|gpt-5)/.test(model)));
		if (wrong) return rawAnswer(wrong);
		return complete(call.body as ChatBody, models, options, nextReply);
	});
}

function checkAccess(call: FakeCall, keys: string[] | null): (FakeReply & { status: number; body: unknown }) | undefined {
	const route = `${call.method} ${call.path.split('?')[0]}`;
	if (route !== 'POST /v1/chat/completions' && route !== 'GET /v1/models')
		return openAiError(404, `Invalid URL (${route})`, { code: 'unknown_url' });
	const given = call.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
	if (keys && given === undefined)
		return openAiError(
			401,
			"You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.",
		);
	if (keys && !keys.includes(given!))
		return openAiError(
			401,
			`Incorrect API key provided: ${given}. You can find your API key at https://platform.openai.com/account/api-keys.`,
			{
				code: 'invalid_api_key',
			},
		);
	if (call.method === 'POST' && !call.headers['content-type']?.startsWith('application/json'))
		return openAiError(415, `Unsupported content type: '${call.headers['content-type'] ?? ''}'.`, { code: 'unsupported_content_type' });
	return undefined;
}

function listModels(models: string[]): unknown {
	return { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'fake' })) };
}

function complete(body: ChatBody, models: string[], options: FakeOpenAiOptions, nextReply: () => FakeReply | undefined): WireAnswer {
	if (!models.includes(body.model))
		return rawAnswer(
			openAiError(404, `The model \`${body.model}\` does not exist or you do not have access to it.`, { code: 'model_not_found' }),
		);
	const input = countTokens(body.messages.map(({ content }) => textOf(content)).join('\n'));
	if (input > (options.contextTokens ?? Infinity)) return rawAnswer(openAiFaults.contextTooLong(options.contextTokens, input));
	const chat = {
		model: body.model,
		stream: body.stream === true,
		messages: body.messages.map(({ role, content }) => ({ role, content: textOf(content) })),
	};
	const reply = nextReply() ?? (options.respond ?? answerFromConversation)(chat);
	if ('status' in reply) return rawAnswer(reply);
	const limited = cutToLimit(reply, body.max_completion_tokens ?? body.max_tokens);
	return body.stream ? streamed(limited, body, input) : whole(limited, body, input);
}

function textOf(content: unknown): string {
	return typeof content === 'string' ? content : (content as Array<{ text?: string }>).map(({ text }) => text ?? '').join('');
}

function cutToLimit(reply: TextReply, limit: number | undefined): TextReply {
	if (limit === undefined || countTokens(reply.text) <= limit) return reply;
	return { ...reply, text: reply.text.slice(0, limit * 4), finish: 'length' };
}

function whole(reply: TextReply, body: ChatBody, input: number): WireAnswer {
	const choice = {
		index: 0,
		message: { role: 'assistant', content: reply.calls && !reply.text ? null : reply.text, ...toolCallsOf(reply), refusal: null },
		logprobs: null,
		finish_reason: finishOf(reply),
	};
	const answer = {
		id: 'chatcmpl-fake',
		object: 'chat.completion',
		created: now(),
		model: body.model,
		choices: [choice],
		...usageOf(reply, input),
	};
	return {
		status: 200,
		headers: { 'content-type': 'application/json', 'x-request-id': 'req_fake' },
		body: JSON.stringify(answer),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : 1,
	};
}

function streamed(reply: TextReply, body: ChatBody, input: number): WireAnswer {
	const event = (fields: Record<string, unknown>) =>
		`data: ${JSON.stringify({ id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: now(), model: body.model, ...fields })}\n\n`;
	const delta = (change: object) => event({ choices: [{ index: 0, delta: change, logprobs: null, finish_reason: null }] });
	const end = event({ choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: finishOf(reply) }] });
	const usage = body.stream_options?.include_usage && reply.usage !== null ? [event({ choices: [], ...usageOf(reply, input) })] : [];
	const texts = (reply.text.match(/\S+\s*|\s+/g) ?? []).map((content) => ({ content }));
	const calls = (toolCallsOf(reply)?.tool_calls ?? []).flatMap((call, index) =>
		piecesOf(call, index).map((piece) => ({ tool_calls: [piece] })),
	);
	const parts = [...texts, ...calls].map((change, index) => delta(index === 0 ? { role: 'assistant', ...change } : change));
	return {
		status: 200,
		headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_fake' },
		body: reply.failWith ? [...parts, `data: ${JSON.stringify(reply.failWith)}\n\n`] : [...parts, end, ...usage, 'data: [DONE]\n\n'],
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter,
	};
}

interface ToolCall {
	id: string;
	type: 'function';
	function: { name: string; arguments: string };
}

function toolCallsOf({ calls }: TextReply): { tool_calls: ToolCall[] } | undefined {
	if (!calls) return undefined;
	return {
		tool_calls: calls.map(({ name, input }, index) => ({
			id: `call_${index + 1}`,
			type: 'function',
			function: { name, arguments: JSON.stringify(input) },
		})),
	};
}

/** As it is streamed: the name first, then the arguments in pieces that end anywhere. */
function piecesOf({ function: { name, arguments: text }, ...call }: ToolCall, index: number): object[] {
	const pieces = text.match(/[^]{1,5}/g) ?? [];
	return [{ index, ...call, function: { name, arguments: '' } }, ...pieces.map((piece) => ({ index, function: { arguments: piece } }))];
}

function finishOf({ finish, calls }: TextReply): string {
	if (calls && !finish) return 'tool_calls';
	return finish === 'content-filter' ? 'content_filter' : (finish ?? 'stop');
}

function usageOf(reply: TextReply, counted: number): { usage?: unknown } {
	if (reply.usage === null) return {};
	const { input, output, cached = 0 } = reply.usage ?? { input: counted, output: countTokens(reply.text) };
	return {
		usage: {
			prompt_tokens: input,
			completion_tokens: output,
			total_tokens: input + output,
			prompt_tokens_details: { cached_tokens: cached },
		},
	};
}

function now(): number {
	return Math.floor(Date.now() / 1000);
}
