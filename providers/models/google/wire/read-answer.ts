import type { GenerateContentResponse, GenerateContentResponseUsageMetadata, Part } from '@google/genai';
import { TroupeError } from '../../../../core/base/errors';
import { estimateTokens, estimateUsage } from '../../../../core/tokens/estimate-tokens';
import { isTokenCount, toTokenCount } from '../../../../core/tokens/token-usage';
import type { ChatPart, ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../../core/ports';
import { callIdsFor } from '../../shared/call-ids';
import type { ModelCall } from '../../shared/model-call';
import { cancelledError, cutError, malformedError } from '../../shared/to-model-error';
import { saidIn } from './to-contents';
import { fromWireName } from './wire-names';

/** What an answer is put together from: the parts as they came, and the ids of the calls among them. */
export interface Answer {
	parts: Part[];
	calls: ToolCall[];
	/** Of the question or the answer, by Google's filters. */
	blocked?: boolean;
	finishReason?: string;
	usage?: GenerateContentResponseUsageMetadata;
	/** Anything came at all. */
	seen: boolean;
	/** For calls that come without an id. */
	idOf: (index: number) => string;
}

export function emptyAnswer({ messages }: ChatRequest): Answer {
	return { parts: [], calls: [], seen: false, idOf: callIdsFor(messages) };
}

/** Reads a stream's chunks into the answer, and gives what they bring. @throws TroupeError MODEL_* or CANCELLED */
export async function* readChunks(
	chunks: AsyncIterable<GenerateContentResponse>,
	answer: Answer,
	request: ChatRequest,
	call: ModelCall,
	signal: AbortSignal,
): AsyncGenerator<ChatPart> {
	for await (const chunk of chunks) yield* addChunk(answer, chunk, request, call);
	if (signal.aborted) throw cancelledError(call, signal);
	if (!answer.seen) throw malformedError(call, 'the stream has no events');
	if (!answer.finishReason && !answer.blocked) throw cutError(call);
}

/** Takes a chunk, or a whole answer, into what there is, and gives what it brought. */
export function addChunk(answer: Answer, chunk: GenerateContentResponse, request: ChatRequest, call: ModelCall): ChatPart[] {
	const { candidates, promptFeedback, usageMetadata } = chunk ?? {};
	const known = Array.isArray(candidates) || promptFeedback !== undefined || usageMetadata !== undefined;
	if (!known) throw malformedError(call, 'it has no candidate');
	answer.seen = true;
	answer.usage = usageMetadata ?? answer.usage;
	if (promptFeedback?.blockReason) answer.blocked = true;
	const [candidate] = candidates ?? [];
	answer.finishReason = candidate?.finishReason ?? answer.finishReason;
	const parts = candidate?.content?.parts ?? [];
	if (!Array.isArray(parts)) throw malformedError(call, 'it has no parts');
	if (!parts.every(isPart)) throw malformedError(call, 'one of its parts is invalid');
	return parts.flatMap((part) => addPart(answer, part, request));
}

function isPart(part: Part | null): boolean {
	const { text = '', functionCall } = part ?? { text: null };
	return typeof text === 'string' && (!functionCall || typeof functionCall.name === 'string');
}

function addPart(answer: Answer, part: Part, request: ChatRequest): ChatPart[] {
	const last = answer.parts.at(-1);
	// A signature belongs to its own part.
	const joins = last && isPlain(last) && isPlain(part);
	if (joins) last.text! += part.text;
	else answer.parts.push({ ...part });
	const { functionCall, text, thought } = part;
	if (functionCall) {
		const { id: given } = functionCall;
		const id = typeof given === 'string' && given !== '' ? given : answer.idOf(answer.calls.length);
		const made = { id, name: fromWireName(functionCall.name!, request.tools), arguments: JSON.stringify(functionCall.args ?? {}) };
		answer.calls.push(made);
		return [{ kind: 'tool-call', call: made }];
	}
	return text && !thought ? [{ kind: 'text', text }] : [];
}

function isPlain({ text, thought, thoughtSignature }: Part): boolean {
	return typeof text === 'string' && !thought && thoughtSignature === undefined;
}

/** The answer as everyone else knows it. @throws TroupeError MODEL_MALFORMED_RESPONSE for a tool call that is none */
export function toResponse(answer: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
	const { parts, calls, finishReason = '' } = answer;
	if (broken.includes(finishReason) && calls.length === 0) throw brokenCall(finishReason, call);
	const text = saidIn(parts);
	const native = calls.length > 0 && parts.some(({ thoughtSignature, functionCall }) => thoughtSignature !== undefined || functionCall?.id);
	return {
		text,
		...(calls.length > 0 && { toolCalls: calls }),
		finish: calls.length > 0 ? 'tool-calls' : toFinish(answer),
		model: call.id,
		usage: toUsage(answer.usage) ?? estimateUsage(request.messages, written(answer)),
		...(native && { native: { model: call.id, data: parts.filter(goesBack) } }),
	};
}

/** Summaries of thoughts are for people; a signature is wanted back, in an empty part too. */
function goesBack({ thoughtSignature, functionCall, text, thought }: Part): boolean {
	return thoughtSignature !== undefined || functionCall !== undefined || (Boolean(text) && !thought);
}

const broken = ['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS', 'MALFORMED_RESPONSE'];

/** All reasons but these two are a filter's, or as good as one: nothing is to be had of the question as it is. */
function toFinish({ finishReason, blocked }: Answer): ChatResponse['finish'] {
	if (blocked) return 'content-filter';
	if (finishReason === 'MAX_TOKENS' || finishReason === 'CONTINUATION') return 'length';
	return finishReason === 'STOP' || finishReason === undefined || finishReason === 'FINISH_REASON_UNSPECIFIED' ? 'stop' : 'content-filter';
}

/** Retryable: the same question often brings a call that is one. */
function brokenCall(reason: string, call: ModelCall): TroupeError {
	const { code, message, details } = malformedError(call, `the model wrote an invalid tool call (${reason})`);
	const fix = 'Retry, describe the tools more clearly, or use another model.';
	return new TroupeError({ code, message, fix, retryable: true, details: { ...details, providerCode: reason } });
}

/** The API counts what was thought apart from what was said. Undefined where a gateway left the figures out. */
function toUsage(usage: Answer['usage']): TokenUsage | undefined {
	const input = usage?.promptTokenCount;
	if (!usage || !isTokenCount(input)) return undefined;
	const { serviceTier: tier } = usage as { serviceTier?: unknown };
	const thought = toTokenCount(usage.thoughtsTokenCount);
	const cached = toTokenCount(usage.cachedContentTokenCount);
	return {
		inputTokens: input + toTokenCount(usage.toolUsePromptTokenCount),
		outputTokens: toTokenCount(usage.candidatesTokenCount) + thought,
		...(cached > 0 && { cachedInputTokens: cached }),
		...(thought > 0 && { reasoningTokens: thought }),
		...((tier === 'flex' || tier === 'priority') && { tier }),
		estimated: false,
	};
}

/** What a stream that broke had used: each chunk tells the figures so far. */
export function usageSoFar(answer: Answer, request: ChatRequest): TokenUsage | undefined {
	if (!answer.seen) return undefined;
	const counted = toUsage(answer.usage);
	const estimated = estimateUsage(request.messages, written(answer));
	return counted
		? { ...counted, outputTokens: Math.max(counted.outputTokens, estimateTokens(written(answer))), estimated: true }
		: estimated;
}

function written({ parts, calls }: Answer): string {
	return parts.map(({ text }) => text ?? '').join('') + calls.map((made) => made.arguments).join('');
}
