import type {
	FunctionCallingConfigMode,
	GenerateContentConfig,
	GenerateContentParameters,
	GenerateContentResponse,
	GenerateContentResponseUsageMetadata,
	GoogleGenAI,
	Part,
	ThinkingConfig,
	ThinkingLevel,
} from '@google/genai';
import { isTroupeError } from '../../../core/base/errors';
import { readEnding, readReason, settleAnswer } from '../../../core/ports/models/answer-ending';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../core/ports/models/models';
import { estimateTokens, estimateUsage } from '../../../core/tokens/estimate-tokens';
import { isTokenCount, laterFigures, reconcileUsage, toTokenCount, unlessZero } from '../../../core/tokens/token-usage';
import { askForSchema } from '../shared/ask-for-schema';
import { createCallIds } from '../shared/call-ids';
import { foldSchema } from '../shared/fold-schema';
import type { ProviderSettings } from '../shared/provider-settings';
import type { ChatModelOptions, ModelCall } from '../shared/model-call';
import { endParts } from '../shared/end-parts';
import { writeArguments } from '../shared/read-arguments';
import { readLeniently, tellUnread } from '../shared/read-leniently';
import { cancelledError, cutError, endedError, isFiltered, malformedError } from '../shared/to-model-error';
import { withUsage } from '../shared/with-usage';
import { connector, googleCall, type Connect } from './connection';
import { GoogleRefusal } from './wire/refusal';
import { saidIn, toContents } from './wire/to-contents';
import { fromWireName, toWireName } from './wire/wire-names';

/** Thinking budgets in tokens, by effort; the highest that all 2.5 models support. */
const thinkingTokens = { low: 1024, medium: 8192, high: 24_576 };
/** The lowest budget that all of them support. */
const minThinkingTokens = 512;

function toParameters(
	request: ChatRequest,
	model: string,
	call: ModelCall,
	dialect: Dialect,
	signal: AbortSignal,
): GenerateContentParameters {
	const { responseSchema, tools = [], temperature, maxOutputTokens } = request;
	const inPrompt = responseSchema && tools.length > 0 && !dialect.schemaWithTools;
	const messages = inPrompt ? askForSchema(request.messages, responseSchema) : request.messages;
	const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
	const thinkingConfig = toThinking(request, dialect);
	const config: GenerateContentConfig = {
		abortSignal: signal,
		// Automatic calls would be charged unseen.
		automaticContinuation: false,
		automaticFunctionCalling: { disable: true },
		...(system.length > 0 && { systemInstruction: system.join('\n\n') }),
		...(maxOutputTokens !== undefined && { maxOutputTokens }),
		...(temperature !== undefined && { temperature }),
		...(thinkingConfig && { thinkingConfig }),
		...(tools.length > 0 && toTools(request)),
		...(responseSchema && !inPrompt && { responseMimeType: 'application/json', responseJsonSchema: responseSchema.schema }),
	};
	return { model, contents: toContents(messages, call, dialect.signed), config };
}

function toTools({ tools = [], toolChoice = 'auto' }: ChatRequest): Pick<GenerateContentConfig, 'tools' | 'toolConfig'> {
	const functionDeclarations = tools.map(({ name, description, parameters }) => ({
		name: toWireName(name),
		description,
		parametersJsonSchema: foldSchema(parameters),
	}));
	const named = typeof toolChoice === 'object';
	const mode = { auto: undefined, none: 'NONE', required: 'ANY' }[named ? 'required' : toolChoice] as FunctionCallingConfigMode | undefined;
	return {
		tools: [{ functionDeclarations }],
		...(mode && { toolConfig: { functionCallingConfig: { mode, ...(named && { allowedFunctionNames: [toWireName(toolChoice.name)] }) } } }),
	};
}

function toThinking({ reasoning, maxOutputTokens = Infinity }: ChatRequest, { thinking: [form] }: Dialect): ThinkingConfig | undefined {
	if (!reasoning || !form) return undefined;
	if (form === 'level') return { thinkingLevel: reasoning.toUpperCase() as ThinkingLevel };
	// Thinking counts towards the limit: half is reserved for the answer.
	const thinkingBudget = Math.min(thinkingTokens[reasoning], Math.floor(maxOutputTokens / 2));
	return thinkingBudget < minThinkingTokens ? undefined : { thinkingBudget };
}

export function createGoogleChatModel(
	settings: ProviderSettings,
	model: string,
	options: ChatModelOptions = {},
	connect: Connect = connector(settings, options),
): ChatModel {
	const call = googleCall(settings, model);
	let dialect = initialDialect(model);

	/** Retries in the dialect that follows from a refusal; each refusal narrows it. */
	async function send<Result>(
		request: ChatRequest,
		signal: AbortSignal,
		post: (models: GoogleGenAI['models'], parameters: GenerateContentParameters) => Promise<Result>,
	): Promise<Result> {
		if (signal.aborted) throw cancelledError(call, signal);
		const { models } = await connect(call);
		for (;;) {
			const spoken = dialect;
			try {
				return await post(models, toParameters(request, model, call, spoken, signal));
			} catch (error) {
				const refused = error instanceof GoogleRefusal ? { status: error.status, text: error.error.message } : {};
				const next = adaptDialect(spoken, refused);
				if (!next) throw error;
				dialect = next;
			}
		}
	}

	/** Returns a response if the provider's filter stopped the question, like a filtered answer. */
	async function throwOrFilter(error: unknown, request: ChatRequest, signal: AbortSignal, answer: Answer): Promise<ChatResponse> {
		const failed = isTroupeError(error) ? error : (await connect(call)).failure(error, call, signal);
		if (!isFiltered(failed)) throw withUsage(failed, usageSoFar(answer, request));
		return toResponse({ ...answer, blocked: true }, request, call);
	}

	return {
		id: call.id,
		async generate(request, signal) {
			const answer = emptyAnswer(request);
			try {
				// Separate: the SDK never removes its listener.
				const own = AbortSignal.any([signal]);
				addChunk(answer, await send(request, own, (models, parameters) => models.generateContent(parameters)), request, call);
				return toResponse(answer, request, call);
			} catch (error) {
				return throwOrFilter(error, request, signal, answer);
			}
		},
		async *stream(request, signal): AsyncGenerator<ChatPart> {
			const answer = emptyAnswer(request);
			// The SDK leaves the connection open when its reader stops.
			const stopped = new AbortController();
			try {
				const own = AbortSignal.any([signal, stopped.signal]);
				const chunks = await send(request, own, (models, parameters) => models.generateContentStream(parameters));
				yield* readChunks(chunks, answer, request, call, signal);
				yield* endParts(toResponse(answer, request, call));
			} catch (error) {
				yield { kind: 'end', response: await throwOrFilter(error, request, signal, answer) };
			} finally {
				stopped.abort();
			}
		},
	};
}

interface Answer {
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

function emptyAnswer({ messages }: ChatRequest): Answer {
	return { parts: [], calls: [], finishReason: '', seen: false, unreadEvents: 0, idOf: createCallIds(messages) };
}

/** @throws TroupeError MODEL_* or CANCELLED */
async function* readChunks(
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

function addChunk(answer: Answer, chunk: GenerateContentResponse, request: ChatRequest, call: ModelCall): ChatPart[] {
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
function toResponse(answer: Answer, request: ChatRequest, call: ModelCall): ChatResponse {
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
			total,
			cached,
			reasoning,
		}),
		...((tier === 'flex' || tier === 'priority') && { tier }),
		estimated: false,
	});
}

function usageSoFar(answer: Answer, request: ChatRequest): TokenUsage | undefined {
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

/** Supported fields of the API, guessed from the model's name, then learned from refusals. */
interface Dialect {
	/** Ways to request thinking, best first; empty if the model does not think. */
	thinking: Array<'level' | 'budget'>;
	/** True if a schema is supported together with tools. */
	schemaWithTools: boolean;
	/** True if calls in the conversation need the preceding thought's signature. */
	signed: boolean;
}

/** Names without a version count as the newest. */
function initialDialect(model: string): Dialect {
	const [, number] = /gemini-(\d+(?:\.\d+)?)/.exec(model) ?? [];
	const version = Number(number ?? (model.includes('gemma') ? 0 : Infinity));
	const thinks = version >= 2.5;
	return {
		thinking: thinks ? (version >= 3 ? ['level', 'budget'] : ['budget', 'level']) : [],
		schemaWithTools: version >= 3,
		signed: version >= 3,
	};
}

/** Undefined if no other dialect would help. */
function adaptDialect(dialect: Dialect, { status, text = '' }: { status?: number; text?: string }): Dialect | undefined {
	if (status !== 400) return undefined;
	if (dialect.schemaWithTools && /response mime type|response_mime_type/i.test(text)) return { ...dialect, schemaWithTools: false };
	if (dialect.thinking.length > 0 && /thinking/i.test(text)) return { ...dialect, thinking: dialect.thinking.slice(1) };
	return undefined;
}
