import type Anthropic from '@anthropic-ai/sdk';
import { isTroupeError } from '../../../core/base/errors';
import { readEnding, readReason, settleAnswer } from '../../../core/ports/models/answer-ending';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../core/ports/models/models';
import { estimateTokens, estimateUsage } from '../../../core/tokens/estimate-tokens';
import { isTokenCount, laterFigures, toTokenCount, unlessZero } from '../../../core/tokens/token-usage';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { readArguments, writeArguments } from '../shared/read-arguments';
import { readLeniently, tellUnread } from '../shared/read-leniently';
import { cancelledError, cutError, endedError, isFiltered, malformedError, toModelError } from '../shared/to-model-error';
import { withUsage } from '../shared/with-usage';
import { anthropicCall, connector, type Connect } from './connection';
import { adaptDialect, initialDialect } from './wire/dialect';
import { answerTool, toBody } from './wire/to-body';
import { isThinking, toNative } from './wire/to-messages';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** The temperature is not sent: the API refuses it since version 2026-10-21. */
export function createAnthropicChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = anthropicCall(settings, model);
	let dialect = initialDialect(model);

	/** Retries in the dialect that follows from a refusal; each refusal narrows it. */
	async function send<Result>(request: ChatRequest, post: (client: Anthropic, body: Body) => Promise<Result>): Promise<Result> {
		const { client, toStrict } = await connect(call);
		for (;;) {
			const spoken = dialect;
			try {
				return await post(client, toBody(request, model, spoken, toStrict));
			} catch (error) {
				const next = adaptDialect(spoken, error as { status?: unknown; apiMessage?: unknown });
				if (!next) throw error;
				dialect = next;
			}
		}
	}

	/** Returns a response if the provider's filter stopped the question, like a filtered answer. */
	async function throwOrFilter(error: unknown, request: ChatRequest, signal: AbortSignal, answer: Answer): Promise<ChatResponse> {
		const failed = isTroupeError(error) ? error : toModelError(error, call, (await connect(call)).errors, signal);
		if (!isFiltered(failed)) throw withUsage(failed, usageSoFar(answer));
		return toResponse({ ...answer, stopReason: 'refusal' }, request, call);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = emptyAnswer();
			try {
				const message = await send(request, (client, body) => client.messages.create(body, { signal }));
				return toResponse(readMessage(message, call), request, call);
			} catch (error) {
				return throwOrFilter(error, request, signal, answer);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = emptyAnswer();
			try {
				const [events, byTool] = await send(request, async (client, body) => {
					const answersByTool = body.tools?.some((tool) => 'name' in tool && tool.name === answerTool) ?? false;
					const { data, response } = await client.messages.create({ ...body, stream: true }, { signal }).withResponse();
					await checkStream(response, call);
					return [data, answersByTool] as const;
				});
				yield* readEvents(events, answer, byTool, call, signal);
				yield* endParts(toResponse(answer, request, call));
			} catch (error) {
				yield { kind: 'end', response: await throwOrFilter(error, request, signal, answer) };
			}
		},
	};
}

/** The SDK accepts any body and would search for the end of the first event for minutes. */
async function checkStream({ headers, body }: Response, call: ModelCall): Promise<void> {
	if (headers.get('content-type')?.startsWith('text/event-stream')) return;
	await body?.cancel();
	throw malformedError(call, 'it is not a stream of events');
}

interface Block {
	block: Record<string, unknown> & { type: string };
	json: string;
	whole: boolean;
}

type TextPart = Extract<ChatPart, { kind: 'text' }>;

interface Answer {
	blocks: Map<number, Block>;
	stopReason: string;
	usage?: Usage;
	unreadEvents: number;
}

function emptyAnswer(): Answer {
	return { blocks: new Map(), stopReason: '', unreadEvents: 0 };
}

/** Reads a whole answer. @throws TroupeError MODEL_MALFORMED_RESPONSE */
function readMessage(message: unknown, call: ModelCall): Answer {
	const { content, stop_reason: stopReason, usage } = (message ?? {}) as Partial<Anthropic.Message>;
	if (!Array.isArray(content)) throw malformedError(call, 'it has no content');
	const blocks = content.map((block, index): [number, Block] => {
		const json = block.type === 'tool_use' ? writeArguments(block.input) : '';
		return [index, { block: block as unknown as Block['block'], json, whole: true }];
	});
	return { ...emptyAnswer(), blocks: new Map(blocks), stopReason: readReason(stopReason), usage };
}

/** Yields text. Calls wait for the end reason. @throws TroupeError MODEL_* */
async function* readEvents(
	events: AsyncIterable<Anthropic.MessageStreamEvent>,
	answer: Answer,
	/** The answer is a tool call; text before it is not part of it. */
	byTool: boolean,
	call: ModelCall,
	signal: AbortSignal,
): AsyncGenerator<TextPart> {
	let held = '';
	const isEnded = () => answer.stopReason !== '';
	for await (const part of readLeniently(events, answer, (event) => addEvent(answer, event, call) ?? [], isEnded, signal)) {
		if (byTool && !hasAnswer(answer)) held += part.text;
		else yield part;
	}
	// The SDK ends an aborted stream as if it were complete.
	if (signal.aborted) throw cancelledError(call, signal);
	if (answer.usage === undefined && answer.blocks.size === 0) throw malformedError(call, 'the stream has no events');
	if (!isEnded()) throw cutError(call);
	if (held !== '' && !hasAnswer(answer)) yield { kind: 'text', text: held };
}

function addEvent(answer: Answer, event: Anthropic.MessageStreamEvent, call: ModelCall): TextPart[] | undefined {
	switch (event.type) {
		case 'message_start':
			answer.usage = laterFigures(answer.usage, event.message?.usage);
			return undefined;
		case 'message_delta':
			// Some gateways have the figures within the delta.
			answer.usage = laterFigures(answer.usage, (event.usage ?? (event.delta as { usage?: unknown }).usage) as Usage | undefined);
			answer.stopReason = readReason(event.delta.stop_reason) || answer.stopReason;
			return undefined;
		case 'content_block_start':
			answer.blocks.set(event.index, { block: { ...event.content_block, type: event.content_block.type }, json: '', whole: false });
			return undefined;
		case 'content_block_delta':
			if (!event.delta) throw malformedError(call, 'an event of the stream has no delta');
			return addDelta(getBlock(answer, event.index), event.delta);
		case 'content_block_stop':
			endBlock(getBlock(answer, event.index));
			return undefined;
		default:
			// Other types are keep-alives, or of later API versions.
			if (typeof (event as { type?: unknown }).type !== 'string') throw malformedError(call, 'an event of the stream has no type');
			return undefined;
	}
}

/** Some gateways omit the start of a text. */
function getBlock({ blocks }: Answer, index: number): Block {
	const held = blocks.get(index) ?? { block: { type: 'text', text: '' }, json: '', whole: false };
	blocks.set(index, held);
	return held;
}

function addDelta(held: Block, delta: Anthropic.RawContentBlockDelta): TextPart[] | undefined {
	const { block } = held;
	if (delta.type === 'thinking_delta') block.thinking = toText(block.thinking) + toText(delta.thinking);
	if (delta.type === 'signature_delta') block.signature = delta.signature;
	if (delta.type === 'text_delta') block.text = toText(block.text) + toText(delta.text);
	if (delta.type === 'input_json_delta') held.json += toText(delta.partial_json);
	const said = delta.type === 'text_delta' ? delta.text : delta.type === 'input_json_delta' && isAnswer(held) ? delta.partial_json : '';
	return toText(said) === '' ? undefined : [{ kind: 'text', text: said }];
}

function endBlock(held: Block): void {
	held.whole = true;
	if (held.block.type !== 'tool_use') return;
	if (held.json === '') held.json = writeArguments(held.block.input);
	held.block.input = readArguments(held.json);
}

function isAnswer({ block }: Block): boolean {
	return block.type === 'tool_use' && block.name === answerTool;
}

function hasAnswer({ blocks }: Answer): boolean {
	return [...blocks.values()].some(isAnswer);
}

function toCall({ block, json }: Block): ToolCall {
	return { id: String(block.id), name: String(block.name), arguments: json };
}

/** @throws TroupeError MODEL_* for an answer that the server did not complete */
function toResponse(answer: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
	const blocks = [...answer.blocks.values()];
	const written = blocks.filter((held) => held.block.type === 'tool_use' && held.whole && !isAnswer(held)).map(toCall);
	const { stopReason } = answer;
	const settled = settleAnswer(readEnding(stopReason), written, (ending) => endedError(stopReason, ending, call));
	const text = saidIn(blocks);
	const signed = settled.toolCalls && blocks.some(({ block }) => isThinking(block));
	return {
		text,
		...settled,
		model: call.id,
		usage: toUsage(answer.usage) ?? estimateUsage(request.messages, text + written.map((made) => made.arguments).join('')),
		...tellUnread(answer),
		...(signed && {
			native: toNative(
				call.id,
				blocks.filter((held) => !isAnswer(held)).map(({ block }) => block),
			),
		}),
	};
}

function saidIn(blocks: Block[]): string {
	const answered = blocks.find(isAnswer);
	return answered ? answered.json : blocks.map(({ block }) => (block.type === 'text' ? toText(block.text) : '')).join('');
}

/** Estimates the usage of a broken stream: the start has the input, the missing end the output. */
function usageSoFar({ usage, blocks }: Answer): TokenUsage | undefined {
	const read = toUsage(usage);
	if (!read) return undefined;
	const written = [...blocks.values()].map(({ block, json }) => toText(block.text) + toText(block.thinking) + json).join('');
	return { ...read, outputTokens: Math.max(read.outputTokens, estimateTokens(written)), estimated: true };
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

type Usage = Pick<Anthropic.Usage, 'input_tokens' | 'output_tokens'> & Partial<Anthropic.Usage>;

/** The API's `input_tokens` exclude cached tokens. Undefined if a gateway omits a figure. */
function toUsage(usage: Usage | undefined): TokenUsage | undefined {
	if (!usage || !isTokenCount(usage.input_tokens) || !isTokenCount(usage.output_tokens)) return undefined;
	const read = toTokenCount(usage.cache_read_input_tokens);
	const written = toTokenCount(usage.cache_creation_input_tokens);
	const thought = toTokenCount(usage.output_tokens_details?.thinking_tokens);
	return unlessZero({
		inputTokens: usage.input_tokens + read + written,
		outputTokens: usage.output_tokens,
		...(read > 0 && { cachedInputTokens: read }),
		...(written > 0 && { cacheWriteTokens: written }),
		...(thought > 0 && { reasoningTokens: thought }),
		...((usage.service_tier === 'priority' || usage.service_tier === 'batch') && { tier: usage.service_tier }),
		estimated: false,
	});
}
