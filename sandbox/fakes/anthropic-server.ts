import { anthropicError, anthropicFaults } from './anthropic-faults';
import { answerFromConversation, type FakeChat, type FakeResponder } from './answer-from-conversation';
import { checkAnthropicRequest } from './check-anthropic-request';
import {
	countTokens,
	rawAnswer,
	startFakeServer,
	type FakeCall,
	type FakeReply,
	type FakeServer,
	type RawReply,
	type TextReply,
	type WireAnswer,
} from './fake-server';

export interface FakeAnthropicOptions {
	/** Default: `sk-ant-fake`. */
	keys?: string[];
	/** Default: `claude-haiku-4-5`. */
	models?: string[];
	/** Input in tokens of four characters. */
	contextTokens?: number;
	respond?: FakeResponder;
}

interface MessageBody {
	model: string;
	system?: unknown;
	messages: Array<{ role: string; content: unknown }>;
	max_tokens: number;
	stream?: boolean;
}

const versions = ['2023-06-01', '2026-10-21'];

/** Starts a stand-in of Anthropic's messages API on a free port; its base URL for clients is `url`. */
export function startAnthropicServer(options: FakeAnthropicOptions = {}): Promise<FakeServer> {
	const models = options.models ?? ['claude-haiku-4-5'];
	return startFakeServer((call, nextReply) => {
		const refused = checkAccess(call, options.keys ?? ['sk-ant-fake']);
		if (refused) return rawAnswer(refused);
		if (call.method === 'GET') return rawAnswer({ status: 200, body: listModels(models) });
		const wrong = checkAnthropicRequest(call.body, call.headers['anthropic-version'] as string);
		return wrong ? rawAnswer(wrong) : complete(call.body as MessageBody, models, options, nextReply);
	});
}

function checkAccess(call: FakeCall, keys: string[]): RawReply | undefined {
	const route = `${call.method} ${call.path.split('?')[0]}`;
	if (route !== 'POST /v1/messages' && route !== 'GET /v1/models') return anthropicError(404, 'not_found_error', 'Not found');
	// Both headers are taken; x-api-key goes first when both are there.
	const given = call.headers['x-api-key'] ?? call.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
	if (given === undefined) return anthropicError(401, 'authentication_error', 'x-api-key header is required');
	if (!keys.includes(given as string)) return anthropicError(401, 'authentication_error', 'invalid x-api-key');
	const version = call.headers['anthropic-version'];
	if (version === undefined) return anthropicError(400, 'invalid_request_error', 'anthropic-version: header is required');
	if (!versions.includes(version as string))
		return anthropicError(400, 'invalid_request_error', `anthropic-version: "${String(version)}" is not a valid version`);
	if (call.method === 'POST' && !call.headers['content-type']?.startsWith('application/json'))
		return anthropicError(400, 'invalid_request_error', 'content-type: must be application/json');
	return undefined;
}

function listModels(models: string[]): unknown {
	const data = models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' }));
	return { data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null };
}

function complete(body: MessageBody, models: string[], options: FakeAnthropicOptions, nextReply: () => FakeReply | undefined): WireAnswer {
	if (!models.includes(body.model)) return rawAnswer(anthropicError(404, 'not_found_error', `model: ${body.model}`));
	const chat = toChat(body);
	const input = countTokens(chat.messages.map(({ content }) => content).join('\n'));
	if (input > (options.contextTokens ?? Infinity)) return rawAnswer(anthropicFaults.promptTooLong(options.contextTokens, input));
	const reply = nextReply() ?? (options.respond ?? answerFromConversation)(chat);
	if ('status' in reply) return rawAnswer(reply);
	const long = countTokens(reply.text) > body.max_tokens;
	const limited: TextReply = long ? { ...reply, text: reply.text.slice(0, body.max_tokens * 4), finish: 'length' } : reply;
	return body.stream ? streamed(limited, body.model, input) : whole(limited, body.model, input);
}

function toChat(body: MessageBody): FakeChat {
	const system = body.system === undefined ? [] : [{ role: 'system', content: textOf(body.system) }];
	const messages = body.messages.map(({ role, content }) => ({ role, content: textOf(content) }));
	return { model: body.model, messages: [...system, ...messages], stream: body.stream === true };
}

function textOf(content: unknown): string {
	return typeof content === 'string' ? content : (content as Array<{ text?: string }>).map(({ text }) => text ?? '').join('');
}

function messageOf(model: string, text: string, stopReason: string | null, usage: unknown): Record<string, unknown> {
	const content = text === '' ? [] : [{ type: 'text', text, citations: null }];
	return { id: 'msg_fake', type: 'message', role: 'assistant', model, content, stop_reason: stopReason, stop_sequence: null, usage };
}

function whole(reply: TextReply, model: string, input: number): WireAnswer {
	return {
		status: 200,
		headers: { 'content-type': 'application/json', 'request-id': 'req_fake' },
		body: JSON.stringify(messageOf(model, reply.text, stopReasonOf(reply), usageOf(reply, input))),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : 1,
	};
}

/** `cutAfter` counts text parts: the two events before the first one are always sent. */
function streamed(reply: TextReply, model: string, input: number): WireAnswer {
	const event = (type: string, fields: Record<string, unknown> = {}) => `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
	const usage = usageOf(reply, input);
	const start = [
		event('message_start', { message: messageOf(model, '', null, { ...usage, output_tokens: 1 }) }),
		event('content_block_start', { index: 0, content_block: { type: 'text', text: '', citations: null } }) + event('ping'),
	];
	const parts = (reply.text.match(/\S+\s*|\s+/g) ?? []).map((text) =>
		event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
	);
	const end = [
		event('content_block_stop', { index: 0 }),
		event('message_delta', {
			delta: { stop_reason: stopReasonOf(reply), stop_sequence: null },
			usage: { output_tokens: usage.output_tokens },
		}),
		event('message_stop'),
	];
	return {
		status: 200,
		headers: { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_fake' },
		body: [...start, ...parts, ...(reply.failWith ? [`event: error\ndata: ${JSON.stringify(reply.failWith)}\n\n`] : end)],
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : reply.cutAfter + start.length,
	};
}

function stopReasonOf({ finish = 'stop' }: TextReply): string {
	return { stop: 'end_turn', length: 'max_tokens', 'content-filter': 'refusal' }[finish];
}

function usageOf(
	reply: TextReply,
	counted: number,
): { input_tokens: number; output_tokens: number; cache_read_input_tokens: number; cache_creation_input_tokens: number } {
	const { input, output, cached = 0 } = reply.usage ?? { input: counted, output: countTokens(reply.text) };
	// The real service's `input_tokens` leave out what came from the cache.
	return { input_tokens: input - cached, output_tokens: output, cache_read_input_tokens: cached, cache_creation_input_tokens: 0 };
}
