import type Anthropic from '@anthropic-ai/sdk';
import { estimateTokens, estimateUsage } from '../../../../core/tokens/estimate-tokens';
import type { ChatPart, ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../../core/ports';
import type { ModelCall } from '../../shared/model-call';
import { readArguments } from '../../shared/read-arguments';
import { cancelledError, cutError, malformedError } from '../../shared/to-model-error';
import { answerTool } from './to-body';
import { isThinking, toNative } from './to-messages';
import { laterUsage, toUsage, type Usage } from './to-token-usage';

/** A block of the answer, as far as received. */
interface Block {
	block: Record<string, unknown> & { type: string };
	/** The input of a tool call, as written by the model. */
	json: string;
	whole: boolean;
}

/** The parts of an answer. */
export interface Answer {
	/** Blocks by their index. */
	blocks: Map<number, Block>;
	stopReason?: string | null;
	usage?: Usage;
}

/** Reads a whole answer. @throws TroupeError MODEL_MALFORMED_RESPONSE */
export function readMessage(message: unknown, call: ModelCall): Answer {
	const { content, stop_reason: stopReason, usage } = (message ?? {}) as Partial<Anthropic.Message>;
	if (!Array.isArray(content)) throw malformedError(call, 'it has no content');
	const blocks = content.map((block, index): [number, Block] => {
		const json = block.type === 'tool_use' ? JSON.stringify(block.input ?? {}) : '';
		return [index, { block: block as unknown as Block['block'], json, whole: true }];
	});
	return { blocks: new Map(blocks), stopReason, usage };
}

/** Reads the events of a stream into the answer and yields their parts. @throws TroupeError MODEL_* */
export async function* readEvents(
	events: AsyncIterable<Anthropic.MessageStreamEvent>,
	answer: Answer,
	/** The answer is the call of a tool; text before it is not part of it. */
	byTool: boolean,
	call: ModelCall,
	signal: AbortSignal,
): AsyncGenerator<ChatPart> {
	let held = '';
	for await (const event of events) {
		const part = addEvent(answer, event);
		if (byTool && part?.kind === 'text' && !hasAnswer(answer)) held += part.text;
		else if (part) yield part;
	}
	// The SDK ends an aborted stream as if it were complete.
	if (signal.aborted) throw cancelledError(call, signal);
	if (answer.usage === undefined && answer.blocks.size === 0) throw malformedError(call, 'the stream has no events');
	if (!answer.stopReason) throw cutError(call);
	if (held !== '' && !hasAnswer(answer)) yield { kind: 'text', text: held };
}

function addEvent(answer: Answer, event: Anthropic.MessageStreamEvent): ChatPart | undefined {
	switch (event.type) {
		case 'message_start':
			answer.usage = event.message?.usage;
			return undefined;
		case 'message_delta':
			answer.usage = laterUsage(answer.usage, event.usage);
			answer.stopReason = event.delta.stop_reason;
			return undefined;
		case 'content_block_start':
			answer.blocks.set(event.index, { block: { ...event.content_block }, json: '', whole: false });
			return undefined;
		case 'content_block_delta':
			return addDelta(getBlock(answer, event.index), event.delta);
		case 'content_block_stop':
			return endBlock(getBlock(answer, event.index));
		default:
			return undefined;
	}
}

/** Creates a missing block: some gateways omit the start of a text. */
function getBlock({ blocks }: Answer, index: number): Block {
	const held = blocks.get(index) ?? { block: { type: 'text', text: '' }, json: '', whole: false };
	blocks.set(index, held);
	return held;
}

function addDelta(held: Block, delta: Anthropic.RawContentBlockDelta): ChatPart | undefined {
	const { block } = held;
	if (delta.type === 'thinking_delta') block.thinking = toText(block.thinking) + delta.thinking;
	if (delta.type === 'signature_delta') block.signature = delta.signature;
	if (delta.type === 'text_delta') block.text = toText(block.text) + delta.text;
	if (delta.type === 'input_json_delta') held.json += delta.partial_json;
	const said = delta.type === 'text_delta' ? delta.text : delta.type === 'input_json_delta' && isAnswer(held) ? delta.partial_json : '';
	return said === '' ? undefined : { kind: 'text', text: said };
}

function endBlock(held: Block): ChatPart | undefined {
	held.whole = true;
	if (held.block.type !== 'tool_use') return undefined;
	if (held.json === '') held.json = JSON.stringify(held.block.input ?? {});
	held.block.input = readArguments(held.json);
	return isAnswer(held) ? undefined : { kind: 'tool-call', call: toCall(held) };
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

/** Converts the answer to a ChatResponse. */
export function toResponse(answer: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
	const blocks = [...answer.blocks.values()];
	const toolCalls = blocks.filter((held) => held.block.type === 'tool_use' && held.whole && !isAnswer(held)).map(toCall);
	const text = saidIn(blocks);
	const signed = toolCalls.length > 0 && blocks.some(({ block }) => isThinking(block));
	return {
		text,
		...(toolCalls.length > 0 && { toolCalls }),
		finish: toolCalls.length > 0 ? 'tool-calls' : toFinish(answer.stopReason),
		model: call.id,
		usage: toUsage(answer.usage) ?? estimateUsage(request.messages, text + toolCalls.map((made) => made.arguments).join('')),
		...(signed && {
			native: toNative(
				call.id,
				blocks.filter((held) => !isAnswer(held)).map(({ block }) => block),
			),
		}),
	};
}

/** Returns the input of the answer tool, if it was called; else the text. */
function saidIn(blocks: Block[]): string {
	const answered = blocks.find(isAnswer);
	return answered ? answered.json : blocks.map(({ block }) => (block.type === 'text' ? toText(block.text) : '')).join('');
}

/** Estimates the usage of a broken stream: its start reports the input, but its end with the output is missing. */
export function usageSoFar({ usage, blocks }: Answer): TokenUsage | undefined {
	const read = toUsage(usage);
	if (!read) return undefined;
	const written = [...blocks.values()].map(({ block, json }) => toText(block.text) + toText(block.thinking) + json).join('');
	return { ...read, outputTokens: Math.max(read.outputTokens, estimateTokens(written)), estimated: true };
}

function toFinish(reason: string | null | undefined): ChatResponse['finish'] {
	if (reason === 'refusal') return 'content-filter';
	return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'stop';
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
