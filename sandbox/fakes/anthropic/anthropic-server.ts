import { createAnthropicCache, type Cached } from './anthropic-cache';
import { anthropicError, anthropicFaults } from './anthropic-faults';
import { streamedMessage, wholeMessage } from './anthropic-message';
import { answerFromConversation, type FakeChat, type FakeResponder } from '../answer-from-conversation';
import { checkAnthropicRequest, type AnthropicModelTraits } from './check-anthropic-request';
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
} from '../fake-server';

export interface FakeAnthropicOptions {
	keys?: string[];
	models?: string[];
	/** Default: haiku-4-5 thinks by a budget, others adaptively; all support formats. */
	traits?: (model: string) => AnthropicModelTraits;
	/** Counted as four characters a token. */
	contextTokens?: number;
	respond?: FakeResponder;
}

interface MessageBody {
	model: string;
	system?: unknown;
	messages: Array<{ role: string; content: unknown }>;
	tools?: unknown[];
	max_tokens: number;
	stream?: boolean;
	thinking?: { type: string };
}

const versions = ['2023-06-01', '2026-10-21'];

/** Starts a stand-in of Anthropic's messages API on a free port. */
export function startAnthropicServer(options: FakeAnthropicOptions = {}): Promise<FakeServer> {
	const models = options.models ?? ['claude-haiku-4-5', 'claude-sonnet-5'];
	const traits = options.traits ?? ((model) => ({ thinking: model.includes('haiku-4-5') ? 'budget' : 'adaptive', format: true }));
	const cache = createAnthropicCache();
	return startFakeServer((call, nextReply) => {
		const refused = checkAccess(call, options.keys ?? ['sk-ant-fake']);
		if (refused) return rawAnswer(refused);
		if (call.method === 'GET') return rawAnswer(listOrScripted(models, traits, nextReply));
		const body = call.body as MessageBody;
		const wrong = checkAnthropicRequest(body, call.headers['anthropic-version'] as string, traits(String(body?.model)));
		if (wrong) return rawAnswer(wrong);
		if (!models.includes(body.model)) return rawAnswer(anthropicError(404, 'not_found_error', `model: ${body.model}`));
		return complete(body, options, cache, nextReply);
	});
}

function checkAccess(call: FakeCall, keys: string[]): RawReply | undefined {
	const route = `${call.method} ${call.path.split('?')[0]}`;
	if (route !== 'POST /v1/messages' && route !== 'GET /v1/models') return anthropicError(404, 'not_found_error', 'Not found');
	const refused = checkKey(call, keys);
	if (refused) return anthropicError(401, 'authentication_error', refused);
	const version = call.headers['anthropic-version'];
	if (version === undefined) return anthropicError(400, 'invalid_request_error', 'anthropic-version: header is required');
	if (!versions.includes(version as string))
		return anthropicError(400, 'invalid_request_error', `anthropic-version: "${String(version)}" is not a valid version`);
	if (call.method === 'POST' && !call.headers['content-type']?.startsWith('application/json'))
		return anthropicError(400, 'invalid_request_error', 'content-type: must be application/json');
	return undefined;
}

/** Since version 2026-10-21 both headers work, x-api-key first; before, bearer tokens were refused as API keys. */
function checkKey({ headers }: FakeCall, keys: string[]): string | undefined {
	const bearer = headers.authorization?.match(/^Bearer (.+)$/)?.[1];
	const key = headers['x-api-key'] ?? bearer;
	if (key === undefined) return 'x-api-key header is required';
	if (headers['x-api-key'] === undefined && headers['anthropic-version'] === '2023-06-01') return 'Invalid bearer token';
	return keys.includes(key as string) ? undefined : 'invalid x-api-key';
}

function listOrScripted(
	models: string[],
	traits: (model: string) => AnthropicModelTraits,
	nextReply: () => FakeReply | undefined,
): RawReply {
	const scripted = nextReply();
	if (scripted && 'status' in scripted) return scripted;
	const data = models.map((id) => describe(id, traits(id)));
	return { status: 200, body: { data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null } };
}

function describe(id: string, { thinking, format }: AnthropicModelTraits): unknown {
	const supported = (is: boolean) => ({ supported: is });
	return {
		type: 'model',
		id,
		display_name: id,
		created_at: '2026-01-01T00:00:00Z',
		lifecycle: 'active',
		max_input_tokens: 200_000,
		max_tokens: 64_000,
		capabilities: {
			image_input: supported(true),
			structured_outputs: supported(format),
			thinking: { ...supported(thinking !== 'none'), types: {} },
		},
	};
}

function complete(
	body: MessageBody,
	options: FakeAnthropicOptions,
	cache: (body: MessageBody) => Cached,
	nextReply: () => FakeReply | undefined,
): WireAnswer {
	const chat = toChat(body);
	const input = countTokens(JSON.stringify(body.tools ?? '') + chat.messages.map(({ content }) => content).join('\n'));
	if (input > (options.contextTokens ?? Infinity)) return rawAnswer(anthropicFaults.promptTooLong(options.contextTokens, input));
	const reply = nextReply() ?? (options.respond ?? answerFromConversation)(chat);
	if ('status' in reply) return rawAnswer(reply);
	const long = countTokens(reply.text) > body.max_tokens;
	const limited: TextReply = long ? { ...reply, text: reply.text.slice(0, body.max_tokens * 4), finish: 'length' } : reply;
	const written = { model: body.model, input, cached: cache(body), thinks: body.thinking !== undefined };
	return body.stream ? streamedMessage(limited, written) : wholeMessage(limited, written);
}

function toChat(body: MessageBody): FakeChat {
	const system = body.system === undefined ? [] : [{ role: 'system', content: joinText(body.system) }];
	const messages = body.messages.map(({ role, content }) => ({ role, content: joinText(content) }));
	return { model: body.model, messages: [...system, ...messages], stream: body.stream === true };
}

function joinText(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content.map((block: { text?: string; content?: unknown }) => block.text ?? joinText(block.content)).join('');
}
