import { answerFromConversation, type FakeChat } from '../answer-from-conversation';
import { formatArguments, countTokens, rawAnswer, type FakeReply, type TextReply, type WireAnswer } from '../fake-server';
import { openAiFaults } from './openai-faults';

export interface ChatBody extends FakeChat {
	max_tokens?: number;
	max_completion_tokens?: number;
	stream_options?: { include_usage?: boolean };
	service_tier?: string;
}

export interface Responding {
	contextTokens?: number;
	respond?(chat: FakeChat): FakeReply | Promise<FakeReply>;
}

export async function completionAnswer(body: ChatBody, options: Responding, nextReply: () => FakeReply | undefined): Promise<WireAnswer> {
	const messages = body.messages.map(({ role, content }) => ({ role, content: joinText(content) }));
	const input = countTokens(messages.map(({ content }) => content).join('\n'));
	if (input > (options.contextTokens ?? Infinity)) return rawAnswer(openAiFaults.contextTooLong(options.contextTokens, input));
	const respond = options.respond ?? answerFromConversation;
	const reply = nextReply() ?? (await respond({ model: body.model, stream: body.stream === true, messages }));
	if ('status' in reply) return rawAnswer(reply);
	const limited = cutToLimit(reply, body.max_completion_tokens ?? body.max_tokens);
	return body.stream ? streamed(limited, body, input) : whole(limited, body, input);
}

function joinText(content: unknown): string {
	if (typeof content === 'string' || content === null || content === undefined) return content ?? '';
	return (content as Array<{ text?: string }>).map(({ text }) => text ?? '').join('');
}

function cutToLimit(reply: TextReply, limit: number | undefined): TextReply {
	if (limit === undefined || countTokens(reply.text) <= limit) return reply;
	return { ...reply, text: reply.text.slice(0, limit * 4), finish: 'length' };
}

function whole(reply: TextReply, body: ChatBody, input: number): WireAnswer {
	const message = {
		role: 'assistant',
		content: reply.calls && !reply.text ? null : reply.text,
		...(reply.thought && { reasoning_content: reply.thought }),
		...toToolCalls(reply),
		refusal: null,
	};
	const answer = {
		id: 'chatcmpl-fake',
		object: 'chat.completion',
		created: now(),
		model: body.model,
		choices: [{ index: 0, message, logprobs: null, finish_reason: toFinish(reply) }],
		...toUsage(reply, input),
		service_tier: body.service_tier ?? 'default',
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
	const end = event({ choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: toFinish(reply) }] });
	const usage = body.stream_options?.include_usage && reply.usage !== null ? [event({ choices: [], ...toUsage(reply, input) })] : [];
	const thoughts = reply.thought ? [{ reasoning_content: reply.thought }] : [];
	const texts = (reply.text.match(/\S+\s*|\s+/g) ?? []).map((content) => ({ content }));
	const calls = (toToolCalls(reply)?.tool_calls ?? []).flatMap((call, index) =>
		splitPieces(call, index).map((piece) => ({ tool_calls: [piece] })),
	);
	const parts = [...thoughts, ...texts, ...calls].map((change, index) => delta(index === 0 ? { role: 'assistant', ...change } : change));
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

let callsMade = 0;

function toToolCalls({ calls }: TextReply): { tool_calls: ToolCall[] } | undefined {
	if (!calls) return undefined;
	return {
		tool_calls: calls.map(({ name, input }) => ({
			id: `call_${(callsMade += 1)}`,
			type: 'function',
			function: { name, arguments: formatArguments(input) },
		})),
	};
}

/** The name first, then the arguments in pieces that end anywhere. */
function splitPieces({ function: { name, arguments: text }, ...call }: ToolCall, index: number): object[] {
	const pieces = text.match(/[^]{1,5}/g) ?? [];
	return [{ index, ...call, function: { name, arguments: '' } }, ...pieces.map((piece) => ({ index, function: { arguments: piece } }))];
}

function toFinish({ finish, calls }: TextReply): string {
	if (calls && !finish) return 'tool_calls';
	return finish === 'content-filter' ? 'content_filter' : (finish ?? 'stop');
}

function toUsage(reply: TextReply, counted: number): { usage?: unknown } {
	if (reply.usage === null) return {};
	const { input, output, cached = 0, reasoning = 0 } = reply.usage ?? { input: counted, output: countTokens(reply.text) };
	return {
		usage: {
			prompt_tokens: input,
			completion_tokens: output,
			total_tokens: input + output,
			prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
			completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
		},
	};
}

function now(): number {
	return Math.floor(Date.now() / 1000);
}
