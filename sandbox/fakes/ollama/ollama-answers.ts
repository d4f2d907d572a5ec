import { answerFromConversation, type FakeResponder } from '../answer-from-conversation';
import { countTokens, rawAnswer, type FakeReply, type TextReply, type WireAnswer } from '../fake-server';
import { ollamaFaults } from './ollama-faults';
import { embedText } from '../openai/openai-embeddings';

interface Message {
	role: string;
	content: string;
}

interface ChatBody {
	model: string;
	messages: Message[];
	stream?: boolean;
	truncate?: boolean;
	options?: { num_ctx?: number; num_predict?: number };
}

interface Responding {
	givesCallIds?: boolean;
	respond?: FakeResponder;
}

const defaultContext = 4096;

export function chatAnswer(
	given: unknown,
	{ contextTokens = 131_072 }: { contextTokens?: number },
	options: Responding,
	nextReply: () => FakeReply | undefined,
): WireAnswer {
	const body = given as ChatBody;
	const context = Math.min(body.options?.num_ctx ?? defaultContext, contextTokens);
	const messages = cutToContext(body.messages, context);
	if (messages.length < body.messages.length && body.truncate === false) return rawAnswer(ollamaFaults.contextTooLong());
	const chat = { model: body.model, stream: body.stream !== false, messages };
	const reply = nextReply() ?? (options.respond ?? answerFromConversation)(chat);
	if ('status' in reply) return rawAnswer(reply);
	const limited = cutToLimit(reply, body.options?.num_predict);
	const parts = toParts(limited, body.model, countTokens(messages.map(({ content }) => content).join('\n')), options);
	return chat.stream ? streamed(limited, parts) : whole(limited, parts);
}

/** Silently drops the oldest messages except the system message and the last one, as the real server does. */
function cutToContext(messages: Message[], context: number): Message[] {
	const size = (some: Message[]) => some.reduce((sum, { content }) => sum + countTokens(content ?? ''), 0);
	let kept = messages;
	while (size(kept) > context) {
		const oldest = kept.findIndex(({ role }, index) => role !== 'system' && index < kept.length - 1);
		if (oldest < 0) break;
		kept = kept.toSpliced(oldest, 1);
	}
	return kept;
}

function cutToLimit(reply: TextReply, limit: number | undefined): TextReply {
	if (limit === undefined || countTokens(reply.text) <= limit) return reply;
	return { ...reply, text: reply.text.slice(0, limit * 4), finish: 'length' };
}

function toParts(reply: TextReply, model: string, counted: number, { givesCallIds }: Responding): object[] {
	const part = (message: object) => ({
		model,
		created_at: '2026-11-20T10:00:00Z',
		message: { role: 'assistant', content: '', ...message },
		done: false,
	});
	const calls = (reply.calls ?? []).map(({ name, input }, index) => ({
		...(givesCallIds && { id: `call_${(callsMade += 1)}` }),
		function: { index, name, arguments: typeof input === 'string' ? {} : input },
	}));
	return [
		...(reply.thought ? [part({ thinking: reply.thought })] : []),
		...(reply.text.match(/\S+\s*|\s+/g) ?? []).map((content) => part({ content })),
		...calls.map((call) => part({ tool_calls: [call] })),
		{
			...part({}),
			done: true,
			done_reason: reply.finish === 'length' ? 'length' : 'stop',
			total_duration: 1_000_000,
			...toUsage(reply, counted),
		},
	];
}

let callsMade = 0;

function toUsage(reply: TextReply, counted: number): object {
	if (reply.usage === null) return {};
	const { input, output } = reply.usage ?? { input: counted, output: countTokens(reply.text) };
	return { prompt_eval_count: input, eval_count: output };
}

function streamed(reply: TextReply, parts: object[]): WireAnswer {
	const lines = parts.map((part) => `${JSON.stringify(part)}\n`);
	return {
		status: 200,
		headers: { 'content-type': 'application/x-ndjson' },
		body: reply.failWith ? [...lines.slice(0, -1), `${JSON.stringify(reply.failWith)}\n`] : lines,
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter,
	};
}

function whole(reply: TextReply, parts: object[]): WireAnswer {
	const messages = parts.map((part) => (part as { message: { content: string; thinking?: string; tool_calls?: object[] } }).message);
	const calls = messages.flatMap(({ tool_calls: some = [] }) => some);
	const message = {
		role: 'assistant',
		content: messages.map(({ content }) => content).join(''),
		...(reply.thought && { thinking: reply.thought }),
		...(calls.length > 0 && { tool_calls: calls }),
	};
	return {
		status: 200,
		headers: { 'content-type': 'application/json; charset=utf-8' },
		body: JSON.stringify({ ...parts.at(-1), message }),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : 1,
	};
}

export function embedAnswer(given: unknown, model: string): unknown {
	const { input } = given as { input: string | string[] };
	const texts = typeof input === 'string' ? [input] : input;
	return {
		model,
		embeddings: texts.map((text) => embedText(text)),
		prompt_eval_count: texts.reduce((sum, text) => sum + countTokens(text), 0),
	};
}
