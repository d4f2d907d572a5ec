import { anthropicError, anthropicFaults } from './anthropic-faults';
import { answerFromConversation, type FakeChat, type FakeResponder } from '../answer-from-conversation';
import { signThinking } from './check-anthropic-messages';
import { checkAnthropicRequest, type AnthropicModelTraits } from './check-anthropic-request';
import {
	countTokens,
	formatArguments,
	rawAnswer,
	startFakeServer,
	type FakeCall,
	type FakeReply,
	type FakeServer,
	type RawReply,
	type TextReply,
	type WireAnswer,
} from '../fake-server';

/** Tokens read from and written to the cache. */
interface Cached {
	read: number;
	written: number;
}

/** Fewer tokens are not cached. */
const minTokens = 1024;

interface Body {
	tools?: unknown[];
	system?: unknown;
	messages: Array<{ role: string; content: unknown }>;
}

/** Blocks before a mark that the real service checks. */
const looksBack = 20;

/** Caches request prefixes up to marks, like the real service. */
function createAnthropicCache(): (body: Body) => Cached {
	const kept = new Set<string>();
	return (body) => {
		const beginnings = listPrefixes(body);
		const marks = beginnings.flatMap(({ marked, text }, index) => (marked && countTokens(text) >= minTokens ? [index] : []));
		const found = marks.flatMap((mark) => beginnings.slice(Math.max(0, mark - looksBack), mark + 1)).filter(({ text }) => kept.has(text));
		const read = Math.max(0, ...found.map(({ text }) => countTokens(text)));
		const all = Math.max(0, ...marks.map((mark) => countTokens(beginnings[mark]!.text)));
		for (const mark of marks) kept.add(beginnings[mark]!.text);
		return { read, written: Math.max(0, all - read) };
	};
}

function listPrefixes({ tools = [], system = [], messages }: Body): Array<{ text: string; marked: boolean }> {
	const blocks = [...tools, ...listBlocks(system), ...messages.flatMap(({ content }) => listBlocks(content))];
	let text = '';
	return blocks.map((one) => {
		const { cache_control: mark, ...block } = one as Record<string, unknown>;
		text += JSON.stringify(block);
		return { text, marked: mark !== undefined };
	});
}

function listBlocks(content: unknown): unknown[] {
	return Array.isArray(content) ? content : [{ type: 'text', text: content }];
}

interface Written {
	model: string;
	input: number;
	cached: Cached;
	thinks: boolean;
}

type Block = Record<string, unknown> & { type: string };

function wholeMessage(reply: TextReply, written: Written): WireAnswer {
	const content = toBlocks(reply, written.thinks).map(({ block, input }) =>
		input === undefined ? block : { ...block, input: toObject(input) },
	);
	return {
		status: 200,
		headers: { 'content-type': 'application/json', 'request-id': 'req_fake' },
		body: JSON.stringify(toMessage(written.model, content, toStopReason(reply), toUsage(reply, written))),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : 1,
	};
}

/** `cutAfter` counts parts of the first text; earlier events are always sent. */
function streamedMessage(reply: TextReply, written: Written): WireAnswer {
	const usage = toUsage(reply, written);
	const blocks = toBlocks(reply, written.thinks);
	const start = event('message_start', { message: toMessage(written.model, [], null, { ...usage, output_tokens: 1 }) });
	const bodies = blocks.map((one, index) => blockEvents(one, index));
	const end = [
		event('message_delta', {
			delta: { stop_reason: toStopReason(reply), stop_sequence: null },
			usage: { output_tokens: usage.output_tokens },
		}),
		event('message_stop'),
	];
	const parts = reply.failWith ? bodies.flat().slice(0, -1) : [...bodies.flat(), ...end];
	const before = 1 + (bodies[0]?.[0] === undefined ? 0 : 1) + (written.thinks && reply.thought ? (bodies[0]?.length ?? 0) : 0);
	return {
		status: 200,
		headers: { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_fake' },
		body: [start, ...parts, ...(reply.failWith ? [`event: error\ndata: ${JSON.stringify(reply.failWith)}\n\n`] : [])],
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : reply.cutAfter + before,
	};
}

let callsMade = 0;

function toBlocks(reply: TextReply, thinks: boolean): Array<{ block: Block; input?: object | string }> {
	const { text, thought, calls = [] } = reply;
	return [
		...(thinks && thought ? [{ block: { type: 'thinking', thinking: thought, signature: signThinking(thought) } }] : []),
		...(text === '' ? [] : [{ block: { type: 'text', text, citations: null } }]),
		...calls.map(({ name, input }) => {
			const id = `toolu_${String((callsMade += 1)).padStart(6, '0')}`;
			return { block: { type: 'tool_use', id, name, caller: { type: 'direct' }, input: {} }, input };
		}),
	];
}

function blockEvents({ block, input }: { block: Block; input?: object | string }, index: number): string[] {
	const delta = (fields: object) => event('content_block_delta', { index, delta: fields });
	const open = { thinking: { thinking: '', signature: '' }, text: { text: '' } }[block.type] ?? {};
	const start = event('content_block_start', { index, content_block: { ...block, ...open } }) + (index === 0 ? event('ping') : '');
	const deltas: string[] = [];
	if (block.type === 'text') deltas.push(...words(block.text as string).map((text) => delta({ type: 'text_delta', text })));
	if (block.type === 'thinking') {
		deltas.push(...words(block.thinking as string).map((thinking) => delta({ type: 'thinking_delta', thinking })));
		deltas.push(delta({ type: 'signature_delta', signature: block.signature }));
	}
	const json = input === undefined ? '' : formatArguments(input);
	// The real service begins with an empty piece, and sends no more without input.
	if (block.type === 'tool_use') {
		const pieces = json === '{}' ? [] : (json.match(/[^]{1,5}/g) ?? []);
		deltas.push(...['', ...pieces].map((partial) => delta({ type: 'input_json_delta', partial_json: partial })));
	}
	return [start, ...deltas, event('content_block_stop', { index })];
}

function words(text: string): string[] {
	return text.match(/\S+\s*|\s+/g) ?? [];
}

function event(type: string, fields: Record<string, unknown> = {}): string {
	return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function toMessage(model: string, content: object[], stopReason: string | null, usage: unknown): Record<string, unknown> {
	return { id: 'msg_fake', type: 'message', role: 'assistant', model, content, stop_reason: stopReason, stop_sequence: null, usage };
}

function toObject(input: object | string): object {
	return typeof input === 'string' ? { malformed: input } : input;
}

function toStopReason({ finish, calls }: TextReply): string {
	if (calls && !finish) return 'tool_use';
	return { stop: 'end_turn', length: 'max_tokens', 'content-filter': 'refusal' }[finish ?? 'stop'];
}

function toUsage(reply: TextReply, { input: counted, cached: kept }: Written): Record<string, unknown> & { output_tokens: number } {
	const written = countTokens(reply.text + (reply.calls ?? []).map(({ input }) => formatArguments(input)).join(''));
	const { input, output, cached, cacheWrite, reasoning } = reply.usage ?? {
		input: counted,
		output: written,
		cached: kept.read,
		cacheWrite: kept.written,
	};
	const read = cached ?? 0;
	const wrote = cacheWrite ?? 0;
	return {
		// `input_tokens` excludes cache reads and writes, as in the real service.
		input_tokens: Math.max(0, input - read - wrote),
		output_tokens: output,
		cache_read_input_tokens: read,
		cache_creation_input_tokens: wrote,
		service_tier: 'standard',
		...(reasoning && { output_tokens_details: { thinking_tokens: reasoning } }),
	};
}

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
