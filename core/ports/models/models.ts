import type { ImagePart } from './image-shapes';
import type { EmbeddingStamp } from '../knowledge/collection-stamp';
import type { Passage } from '../knowledge/passages';
import type { ProviderName } from './provider-names';

/** Draft 7. */
export type JsonSchema = Record<string, unknown>;

export interface ToolCall {
	/** Unique within a conversation. */
	id: string;
	name: string;
	/** JSON text, possibly malformed. An empty text counts as `{}`. */
	arguments: string;
}

/**
 * Data that a provider needs back, such as signed thinking. JSON. Data of other models is not sent. Words and calls are in the message itself: a host
 * masks texts and renames calls.
 */
export interface NativeMessage {
	model: string;
	data: unknown;
	/** Fields of `data` with words of the model, in which personal data is masked. All others are sent back unchanged. */
	texts: string[];
	/** Signs the texts beside it. Signed data is left out if a text was masked: the provider refuses changed texts. */
	seal?: string;
}

export type ChatMessage =
	| { role: 'system'; content: string }
	| { role: 'user'; content: string; images?: ImagePart[] }
	| { role: 'assistant'; content: string; toolCalls?: ToolCall[]; native?: NativeMessage }
	| { role: 'tool'; callId: string; name: string; content: string; /** `content` holds the reason. */ failed?: boolean };

export interface ToolSpecification {
	/** Letters, digits, `_` and `-`, at most 64: every provider accepts these. */
	name: string;
	description: string;
	parameters: JsonSchema;
}

export const reasoningEfforts = ['low', 'medium', 'high'] as const;

export interface ChatRequest {
	/** Oldest first, after the system messages. Personal data is already masked. */
	messages: ChatMessage[];
	/** Best first: passage `[1]` is `passages[0]`. Also rendered into `messages`; models that answer from passages alone read them here. */
	passages?: Passage[];
	tools?: ToolSpecification[];
	/** Default `auto`. Ignored without tools. */
	toolChoice?: 'auto' | 'none' | 'required' | { name: string };
	/** Uses the provider's own feature or instructions. The caller checks whether it fits. */
	responseSchema?: { /** Letters, digits, `_` and `-`. */ name: string; schema: JsonSchema };
	maxOutputTokens?: number;
	/** 0 to 2. */
	temperature?: number;
	reasoning?: (typeof reasoningEfforts)[number];
	/** Counts every try. For models that call several. */
	maxAttempts?: number;
	/** Milliseconds since the epoch. Models that wait do not wait longer. */
	until?: number;
}

export interface TokenUsage {
	inputTokens: number;
	outputTokens: number;
	/** Part of `inputTokens`, read from the provider's cache. */
	cachedInputTokens?: number;
	/** Part of `inputTokens`, written into the provider's cache. */
	cacheWriteTokens?: number;
	/** Part of `outputTokens`. */
	reasoningTokens?: number;
	/** Billed by a reranker; a question with up to 100 passages is one search. */
	searches?: number;
	/** As the provider reported it. Default `standard`. */
	tier?: 'standard' | 'batch' | 'flex' | 'priority';
	/** The provider returned no usage; the tokens were counted here. */
	estimated: boolean;
}

export interface ModelAttempt {
	model: string;
	/** Host of the base URL, or the connected input. Only where the route has several models of this name. */
	server?: string;
	ok: boolean;
	durationMs: number;
	errorCode?: string;
	budget?: string;
	/** Set even if the call failed in the middle of a stream; absent if it used nothing. */
	usage?: TokenUsage;
	/** US dollars; absent when no price is known. */
	costUsd?: number;
	/** Unreadable events that were left out; absent if there are none. */
	unreadEvents?: number;
}

export interface ChatResponse {
	/** Empty if the model called tools without a text. */
	text: string;
	toolCalls?: ToolCall[];
	/** `tool-calls` if and only if there are tool calls; see answer-ending.ts. */
	finish: 'stop' | 'length' | 'content-filter' | 'tool-calls';
	/** The model went on repeating itself; the text ends before that. */
	repeats?: true;
	model: string;
	usage: TokenUsage;
	/** US dollars; absent when no price is known. */
	costUsd?: number;
	/** Such as `litellm 1.80.0` or `definition`. */
	priceTable?: string;
	/** Unreadable events that were left out; absent if there are none. */
	unreadEvents?: number;
	native?: NativeMessage;
	/** Set by models that call several models. */
	attempts?: ModelAttempt[];
	/** Set by a last resort that answered instead of the models. */
	instead?: { code: string; message: string; fix?: string };
}

/** Any number of texts and complete tool calls, then exactly one end, whose response contains all of them again. */
export type ChatPart =
	| { kind: 'text'; text: string }
	/** The texts before it were a thought: the response does not contain them. */
	| { kind: 'withdrawn' }
	| { kind: 'tool-call'; call: ToolCall }
	| { kind: 'end'; response: ChatResponse };

/** Router, retry, breaker, budget and cache are each a ChatModel that wraps another. */
export interface ChatModel {
	/** `provider:model`. */
	readonly id: string;
	/** The node that provides it records and limits its calls. */
	readonly metered?: boolean;
	/** @throws TroupeError MODEL_* or CANCELLED; its details can hold `usage` (TokenUsage) */
	generate(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse>;
	/** The first read throws errors before the first part. */
	stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart>;
}

export interface ModelCarrier {
	/** Calls nothing, so nothing counts in budgets. */
	isOffline: boolean;
	/** @param open opens the model, if it is needed */
	carry(id: string, open: () => Promise<ChatModel>): ChatModel;
	/** Returns true if the whole time has passed. */
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
	remembered?: number;
	masked?: number;
}

export interface Embedder {
	/** `provider:model`. */
	readonly id: string;
	/**
	 * @param purpose for models that distinguish questions from documents
	 * @throws TroupeError MODEL_* or CANCELLED
	 */
	embed(texts: string[], signal: AbortSignal, purpose?: 'query' | 'document'): Promise<Embeddings>;
}

export interface StampedEmbedder extends Embedder {
	/** Calls the model if its number of dimensions is not known yet. @throws TroupeError MODEL_*, DEPENDENCY_MISSING or CANCELLED */
	stamp(signal: AbortSignal): Promise<EmbeddingStamp>;
	/** Counts as the model does, if possible. The model cuts texts above `maximumTokens` of the stamp. */
	countTokens?(text: string): number;
}

export interface VectorMemory {
	read(texts: string[]): Promise<Array<number[] | undefined>>;
	write(texts: string[], vectors: number[][]): Promise<void>;
}

/** Bounded, so any vector can be missing. */
export interface VectorCache {
	forModel(model: string): VectorMemory;
	forget(texts: string[]): Promise<void>;
}

export interface ModelFeatures {
	tools: boolean;
	vision: boolean;
	jsonSchema: boolean;
	reasoning: boolean;
}

/** Unknown facts are absent. */
export interface ModelDescription {
	/** `provider:model`. */
	id: string;
	model: string;
	kind: 'chat' | 'embedding' | 'other';
	/** Input and output together. */
	contextTokens?: number;
	maxOutputTokens?: number;
	features?: ModelFeatures;
	/** US dollars per million tokens. */
	price?: { input: number; output: number };
}

export interface ModelProvider {
	readonly name: ProviderName;
	chat(model: string): ChatModel;
	/** @throws TroupeError NOT_SUPPORTED if the provider has no embeddings */
	embedder(model: string): Embedder;
	/** Sorted by name. @throws TroupeError MODEL_* or CANCELLED */
	listModels(signal: AbortSignal): Promise<ModelDescription[]>;
}
