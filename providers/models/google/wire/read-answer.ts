import type { GenerateContentResponse, GenerateContentResponseUsageMetadata, Part } from '@google/genai';
import { estimateTokens, estimateUsage } from '../../../../core/tokens/estimate-tokens';
import { isTokenCount, laterFigures, reconcileUsage, toTokenCount, unlessZero } from '../../../../core/tokens/token-usage';
import { readEnding, readReason, settleAnswer } from '../../../../core/ports/models/answer-ending';
import type { ChatPart, ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../../core/ports/models/models';
import { createCallIds } from '../../shared/call-ids';
import type { ModelCall } from '../../shared/model-call';
import { writeArguments } from '../../shared/read-arguments';
import { readLeniently, tellUnread } from '../../shared/read-leniently';
import { cancelledError, cutError, endedError, malformedError } from '../../shared/to-model-error';
import { saidIn } from './to-contents';
import { fromWireName } from './wire-names';

export interface Answer {
	parts: Part[];
	calls: ToolCall[];
	/** Google's filters blocked the question or the answer. */
	blocked?: boolean;
	finishReason: string;
	usage?: GenerateContentResponseUsageMetadata;
	seen: boolean;
	unreadEvents: number;
	idOf: (index: number) => string;
}

export function emptyAnswer({ messages }: ChatRequest): Answer {
	return { parts: [], calls: [], finishReason: '', seen: false, unreadEvents: 0, idOf: createCallIds(messages) };
}

/** @throws TroupeError MODEL_* or CANCELLED */
export async function* readChunks(
	chunks: AsyncIterable<GenerateContentResponse>,
	answer: Answer,
	request: ChatRequest,
	call: ModelCall,
	signal: AbortSignal,
): AsyncGenerator<ChatPart> {
	const isEnded = () => answer.finishReason !== '' || answer.blocked === true;
	yield* readLeniently(chunks, answer, (chunk) => addChunk(answer, chunk, request, call), isEnded, signal);
	if (signal.aborted) throw cancelledError(call, signal);
	if (!answer.seen) throw malformedError(call, 'the stream has no events');
	if (!isEnded()) throw cutError(call);
}

export function addChunk(answer: Answer, chunk: GenerateContentResponse, request: ChatRequest, call: ModelCall): ChatPart[] {
	const { candidates, promptFeedback, usageMetadata } = chunk ?? {};
	const isAnswer = Array.isArray(candidates) || promptFeedback !== undefined || usageMetadata !== undefined;
	if (!isAnswer) throw malformedError(call, 'it has no candidate');
	answer.seen = true;
	answer.usage = laterFigures(answer.usage, usageMetadata);
	if (promptFeedback?.blockReason) answer.blocked = true;
	const [candidate] = candidates ?? [];
	answer.finishReason = readReason(candidate?.finishReason) || answer.finishReason;
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
		const made = { id, name: fromWireName(functionCall.name!, request.tools), arguments: writeArguments(functionCall.args) };
		answer.calls.push(made);
		return [];
	}
	return text && !thought ? [{ kind: 'text', text }] : [];
}

function isPlain({ text, thought, thoughtSignature }: Part): boolean {
	return typeof text === 'string' && !thought && thoughtSignature === undefined;
}

/** @throws TroupeError MODEL_* for an answer that the server did not complete, or with an invalid tool call */
export function toResponse(answer: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
	const { parts, calls, finishReason, blocked } = answer;
	const settled = settleAnswer(blocked ? 'filtered' : readEnding(finishReason), calls, (ending) => endedError(finishReason, ending, call));
	const text = saidIn(parts);
	const native =
		settled.toolCalls && parts.some(({ thoughtSignature, functionCall }) => thoughtSignature !== undefined || functionCall?.id);
	return {
		text,
		...settled,
		model: call.id,
		usage: toUsage(answer.usage) ?? estimateUsage(request.messages, written(answer)),
		...tellUnread(answer),
		...(native && { native: { model: call.id, data: parts.filter(goesBack), texts: ['text', 'args'] } }),
	};
}

/** Drops thought summaries. Signatures must be sent back, even in an empty part. */
function goesBack({ thoughtSignature, functionCall, text, thought }: Part): boolean {
	return thoughtSignature !== undefined || functionCall !== undefined || (Boolean(text) && !thought);
}

/** The API counts thinking and tools separately. Undefined if a gateway omits the figures. */
function toUsage(usage: Answer['usage']): TokenUsage | undefined {
	const input = usage?.promptTokenCount;
	if (!usage || !isTokenCount(input)) return undefined;
	const { serviceTier: tier } = usage as { serviceTier?: unknown };
	const { thoughtsTokenCount: reasoning, cachedContentTokenCount: cached, totalTokenCount: total } = usage;
	const written = toTokenCount(usage.candidatesTokenCount);
	return unlessZero({
		...reconcileUsage({
			input: input + toTokenCount(usage.toolUsePromptTokenCount),
			output: toTokenCount(total) > 0 ? written : written + toTokenCount(reasoning),
			...{ total, cached, reasoning },
		}),
		...((tier === 'flex' || tier === 'priority') && { tier }),
		estimated: false,
	});
}

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
