import type { ImagePart } from './image-shapes';
import type { EmbeddingStamp } from '../knowledge/collection-stamp';
import type { Passage } from '../knowledge/passages';
import type { ProviderName } from './provider-names';

/** A JSON schema (draft 7) for models. */
export type JsonSchema = Record<string, unknown>;

/** A tool call as the model wrote it. */
export interface ToolCall {
	/** The provider's id, or one created here; unique within a conversation. */
	id: string;
	name: string;
	/** JSON text as the model wrote it; it can be malformed. An empty text counts as `{}`. */
	arguments: string;
}

/**
 * Data that a provider needs back with the assistant's message, such as signed thinking. JSON. Data of other models is not sent. The message itself
 * says what the model said and called: a host masks texts and renames calls.
 */
export interface NativeMessage {
	/** `provider:model`. */
	model: string;
	data: unknown;
	/** The fields of `data` with words of the model, in which personal data is masked. All others are sent back unchanged. */
	texts: string[];
	/** The field that signs the texts beside it. What it signs is left out if a text was masked: the provider refuses changed texts. */
	seal?: string;
}

export type ChatMessage =
	| { role: 'system'; content: string }
	| { role: 'user'; content: string; images?: ImagePart[] }
	| { role: 'assistant'; content: string; toolCalls?: ToolCall[]; native?: NativeMessage }
	/** The result of one call in the preceding assistant message. */
	| { role: 'tool'; callId: string; name: string; content: string; /** The call failed: `content` holds the reason. */ failed?: boolean };

/** A tool as it is described to a model. */
export interface ToolSpecification {
	/** Letters, digits, `_` and `-`, at most 64, which every provider accepts. */
	name: string;
	description: string;
	/** Schema of an object. */
	parameters: JsonSchema;
}

export const reasoningEfforts = ['low', 'medium', 'high'] as const;

export interface ChatRequest {
	/** Oldest first, after the system messages. Personal data is already masked. */
	messages: ChatMessage[];
	/**
	 * The retrieved passages, best first: passage `[1]` is `passages[0]`. They are also rendered into `messages`; models that answer from passages
	 * alone read them here.
	 */
	passages?: Passage[];
	tools?: ToolSpecification[];
	/** Default `auto`. Ignored without tools. */
	toolChoice?: 'auto' | 'none' | 'required' | { name: string };
	/** Asks for JSON that fits this schema, through the provider's own feature or by instructions. The caller checks whether it fits. */
	responseSchema?: { /** Letters, digits, `_` and `-`. */ name: string; schema: JsonSchema };
	maxOutputTokens?: number;
	/** 0 to 2. */
	temperature?: number;
	/** Effort of a reasoning model; not sent to other models. */
	reasoning?: (typeof reasoningEfforts)[number];
	/** Max number of models called for this answer, counting every try. For models that call several. */
	maxAttempts?: number;
	/** When the caller gives up, in milliseconds since the epoch. Models that wait do not wait longer. */
	until?: number;
}

export interface TokenUsage {
	inputTokens: number;
	outputTokens: number;
	/** Part of `inputTokens` that the provider read from its cache. */
	cachedInputTokens?: number;
	/** Part of `inputTokens` that the provider wrote into its cache. */
	cacheWriteTokens?: number;
	/** Part of `outputTokens` used for reasoning. */
	reasoningTokens?: number;
	/** Searches billed by a reranker; a question with up to 100 passages is one search. */
	searches?: number;
	/** The service tier that the provider reported. Default `standard`. */
	tier?: 'standard' | 'batch' | 'flex' | 'priority';
	/** True if the provider returned no usage and the tokens were counted here. */
	estimated: boolean;
}

/** One call of one model, recorded whatever its result. */
export interface ModelAttempt {
	model: string;
	/** The host of the base URL, or the input that the model is connected to. Only where the route has several models of this name. */
	server?: string;
	ok: boolean;
	durationMs: number;
	/** The TroupeErrorCode when not ok. */
	errorCode?: string;
	/** The name of the budget that did not allow the call. */
	budget?: string;
	/** What the call used, even if it failed in the middle of a stream; absent if it used nothing. */
	usage?: TokenUsage;
	/** US dollars; absent when no price is known. */
	costUsd?: number;
	/** Events of its stream that could not be read and were left out; absent if there are none. */
	unreadEvents?: number;
}

export interface ChatResponse {
	/** Empty if the model called tools without a text. */
	text: string;
	toolCalls?: ToolCall[];
	/** `tool-calls` if and only if there are tool calls; see answer-ending.ts. */
	finish: 'stop' | 'length' | 'content-filter' | 'tool-calls';
	/** True if the model went on repeating itself; the text ends before that. */
	repeats?: true;
	/** The model that answered, as `provider:model`. */
	model: string;
	usage: TokenUsage;
	/** US dollars; absent when no price is known. */
	costUsd?: number;
	/** The price table of `costUsd`, such as `litellm 1.80.0` or `definition`. */
	priceTable?: string;
	/** Events of the stream that could not be read and were left out; absent if there are none. */
	unreadEvents?: number;
	/** To be put into the assistant's message when the conversation continues. */
	native?: NativeMessage;
	/** Set by models that call several models. */
	attempts?: ModelAttempt[];
	/** Set by a last resort that answered instead of the models: why none of them did. */
	instead?: { code: string; message: string; fix?: string };
}

/** A stream has any number of texts and complete tool calls, then exactly one end, whose response contains all of them again. */
export type ChatPart =
	| { kind: 'text'; text: string }
	/** The texts before it were a thought, which showed only now: the response does not contain them. */
	| { kind: 'withdrawn' }
	| { kind: 'tool-call'; call: ToolCall }
	| { kind: 'end'; response: ChatResponse };

/** Answers a conversation. Router, retry, breaker, budget and cache are each a ChatModel that wraps another. */
export interface ChatModel {
	/** `provider:model`. */
	readonly id: string;
	/** Its calls are recorded and limited elsewhere, by the node that provides it. */
	readonly metered?: boolean;
	/** @throws TroupeError MODEL_* or CANCELLED; its details can hold `usage` (TokenUsage) of the failed call */
	generate(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse>;
	/** Errors before the first part are thrown by the first read. */
	stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart>;
}

/** Is between routes and their models, such as a recording. */
export interface ModelCarrier {
	/** Nothing is called, so nothing counts in budgets. */
	isOffline: boolean;
	/** @param open the model itself, which need not be opened */
	carry(id: string, open: () => Promise<ChatModel>): ChatModel;
	/** Waits for a retry or a timeout. Returns whether the whole time has passed. */
	sleep: (milliseconds: number, until: AbortSignal) => Promise<boolean>;
}

export interface Embeddings {
	/** In the order of the texts. */
	vectors: number[][];
	model: string;
	/** `outputTokens` is 0. */
	usage: TokenUsage;
	costUsd?: number;
	priceTable?: string;
	/** Number of vectors from the cache, for which the model was not called. */
	remembered?: number;
	/** Number of values that were masked before the texts were sent. */
	masked?: number;
}

/** Turns texts into vectors. */
export interface Embedder {
	/** `provider:model`. */
	readonly id: string;
	/**
	 * @param purpose for models that distinguish questions from documents
	 * @throws TroupeError MODEL_* or CANCELLED
	 */
	embed(texts: string[], signal: AbortSignal, purpose?: 'query' | 'document'): Promise<Embeddings>;
}

/** An embedder with the stamp of its vectors. Cache, meter and batches each wrap one. */
export interface StampedEmbedder extends Embedder {
	/** Calls the model if its number of dimensions is not known yet. @throws TroupeError MODEL_*, DEPENDENCY_MISSING or CANCELLED */
	stamp(signal: AbortSignal): Promise<EmbeddingStamp>;
	/** Counts as the model does, if the host can. The model cuts texts above `maximumTokens` of the stamp. */
	countTokens?(text: string): number;
}

/** Stored vectors of a model, by text. */
export interface VectorMemory {
	read(texts: string[]): Promise<Array<number[] | undefined>>;
	write(texts: string[], vectors: number[][]): Promise<void>;
}

/** Vectors of earlier texts; bounded, so any of them can be missing. */
export interface VectorCache {
	/** @param model what the vectors depend on */
	forModel(model: string): VectorMemory;
	/** Removes the vectors of these texts, for all models. */
	forget(texts: string[]): Promise<void>;
}

export interface ModelFeatures {
	tools: boolean;
	/** Images in messages. */
	vision: boolean;
	/** Structured output by a JSON schema. */
	jsonSchema: boolean;
	reasoning: boolean;
}

/** What is known of a model; unknown facts are absent. */
export interface ModelDescription {
	/** `provider:model`. */
	id: string;
	/** The provider's name of the model. */
	model: string;
	kind: 'chat' | 'embedding' | 'other';
	/** Tokens of input and output together. */
	contextTokens?: number;
	maxOutputTokens?: number;
	features?: ModelFeatures;
	/** US dollars per million tokens. */
	price?: { input: number; output: number };
}

/** One provider, with its settings. */
export interface ModelProvider {
	readonly name: ProviderName;
	chat(model: string): ChatModel;
	/** @throws TroupeError NOT_SUPPORTED if the provider has no embeddings */
	embedder(model: string): Embedder;
	/** Returns the models that the provider lists, sorted by name. @throws TroupeError MODEL_* or CANCELLED */
	listModels(signal: AbortSignal): Promise<ModelDescription[]>;
}
