import type { EmbeddingStamp, Passage } from './knowledge';

/** A JSON schema (draft 7), as models are given it. */
export type JsonSchema = Record<string, unknown>;

/** An image of a user's message. */
export type ImagePart = { kind: 'data'; mediaType: string; /** Base64. */ data: string } | { kind: 'url'; url: string };

/** A tool call as the model wrote it. */
export interface ToolCall {
	/** The provider's, or one made here where it gives none; unique within a conversation. */
	id: string;
	name: string;
	/** JSON text, as the model wrote it: it may be malformed. An empty text counts as `{}`. */
	arguments: string;
}

/** What a provider wants back unchanged with the assistant's turn, such as signed thinking. JSON; other models' is not sent. */
export interface NativeTurn {
	/** `provider:model`. */
	model: string;
	data: unknown;
}

export type ChatMessage =
	| { role: 'system'; content: string }
	| { role: 'user'; content: string; images?: ImagePart[] }
	| { role: 'assistant'; content: string; toolCalls?: ToolCall[]; native?: NativeTurn }
	/** The result of one call of the assistant's turn before it. */
	| { role: 'tool'; callId: string; name: string; content: string; /** The call failed: `content` says why. */ failed?: boolean };

/** What a model is told of a tool. */
export interface ToolSpecification {
	/** Letters, digits, `_` and `-`, at most 64: what every provider takes. */
	name: string;
	description: string;
	/** Of an object. */
	parameters: JsonSchema;
}

export interface ChatRequest {
	/** Oldest first; system messages come first. Personal data is already masked. */
	messages: ChatMessage[];
	/** The retrieved passages, best first: passage `[1]` is `passages[0]`. They are also rendered into `messages`; models that answer from passages alone read them here. */
	passages?: Passage[];
	tools?: ToolSpecification[];
	/** Default `auto`. Not heeded without tools. */
	toolChoice?: 'auto' | 'none' | 'required' | { name: string };
	/** The answer is to be JSON that fits: by the provider's own means where it has them, else by being told. Whether it fits is the caller's to check. */
	responseSchema?: { /** Letters, digits, `_` and `-`. */ name: string; schema: JsonSchema };
	maxOutputTokens?: number;
	/** 0 to 2. */
	temperature?: number;
	/** How much a reasoning model may think; other models do not get it. */
	reasoning?: 'low' | 'medium' | 'high';
	/** Models that may be asked for this answer, at most, counting every try. Heeded by what asks several. */
	maxAttempts?: number;
	/** When the caller gives up, in milliseconds since the epoch: no wait is made that lasts longer. Heeded by what waits. */
	until?: number;
}

export interface TokenUsage {
	inputTokens: number;
	outputTokens: number;
	/** Part of `inputTokens` that the provider read from its cache. */
	cachedInputTokens?: number;
	/** Part of `inputTokens` that the provider wrote into its cache. */
	cacheWriteTokens?: number;
	/** Part of `outputTokens` that was thought and not said. */
	reasoningTokens?: number;
	/** What a reranker that is billed by searches billed: a question with up to 100 passages is one. */
	searches?: number;
	/** How the provider says that it billed the call, where it does. Default `standard`. */
	tier?: 'standard' | 'batch' | 'flex' | 'priority';
	/** True when the provider gave no figures and they were counted here. */
	estimated: boolean;
}

/** One try at one model, kept for the trail whatever its end. */
export interface ModelAttempt {
	model: string;
	ok: boolean;
	durationMs: number;
	/** The TroupeErrorCode when not ok. */
	errorCode?: string;
	/** What the try used, also where it failed in the middle of a stream; absent when nothing was used. */
	usage?: TokenUsage;
	/** US dollars; absent when no price is known. */
	costUsd?: number;
}

export interface ChatResponse {
	/** Empty where the model called tools without a word. */
	text: string;
	toolCalls?: ToolCall[];
	/** `tool-calls` whenever there are some. */
	finish: 'stop' | 'length' | 'content-filter' | 'tool-calls';
	/** The model that answered, as `provider:model`. */
	model: string;
	usage: TokenUsage;
	/** US dollars; absent when no price is known. */
	costUsd?: number;
	/** Which table of prices `costUsd` is from, such as `litellm 1.80.0` or `definition`. */
	priceTable?: string;
	/** To be put into the assistant's message when the conversation goes on. */
	native?: NativeTurn;
	/** Set by models that try several. */
	attempts?: ModelAttempt[];
	/** Of a last resort that answered in place of the models: why none of them did. */
	instead?: { code: string; message: string; fix?: string };
}

/** A stream is any number of texts and whole tool calls, then exactly one end, whose response holds all of them once more. */
export type ChatPart = { kind: 'text'; text: string } | { kind: 'tool-call'; call: ToolCall } | { kind: 'end'; response: ChatResponse };

/** Answers a conversation. Router, retry, breaker, budget and cache are each a ChatModel that wraps another. */
export interface ChatModel {
	/** `provider:model`. */
	readonly id: string;
	/** Its calls are written down and held to budgets elsewhere: by the node that it comes from. */
	readonly metered?: boolean;
	/** @throws TroupeError MODEL_* or CANCELLED; its details may hold `usage` (TokenUsage) of what was used all the same */
	generate(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse>;
	/** Errors before the first part are thrown at the first read. */
	stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart>;
}

export interface Embeddings {
	/** In the order of the texts. */
	vectors: number[][];
	model: string;
	/** `outputTokens` is 0. */
	usage: TokenUsage;
	costUsd?: number;
	priceTable?: string;
	/** How many of the vectors were known from before, so that the model was not asked for them. */
	remembered?: number;
}

/** Turns texts into vectors. */
export interface Embedder {
	/** `provider:model`. */
	readonly id: string;
	/**
	 * @param purpose models that tell a question from a document are told which it is
	 * @throws TroupeError MODEL_* or CANCELLED
	 */
	embed(texts: string[], signal: AbortSignal, purpose?: 'query' | 'document'): Promise<Embeddings>;
}

/** An embedder that says what its vectors depend on; one is wrapped in it by its cache, its meter and its batches alike. */
export interface StampedEmbedder extends Embedder {
	/** Asks the model itself where nobody knows yet how many dimensions it has. @throws TroupeError MODEL_*, DEPENDENCY_MISSING or CANCELLED */
	stamp(signal: AbortSignal): Promise<EmbeddingStamp>;
	/** As the model counts them, where that is known here: what is above `maximumTokens` of the stamp is cut off by the model. */
	countTokens?(text: string): number;
}

/** Vectors that a model made, found by their texts. */
export interface VectorMemory {
	read(texts: string[]): Promise<Array<number[] | undefined>>;
	write(texts: string[], vectors: number[][]): Promise<void>;
}

/** Vectors of texts that were embedded before; bounded, so that any of them may be gone. */
export interface VectorCache {
	/** @param model what the vectors depend on */
	of(model: string): VectorMemory;
	/** Those of these texts, of whatever model. */
	forget(texts: string[]): Promise<void>;
}

export interface ModelFeatures {
	tools: boolean;
	/** Images in messages. */
	vision: boolean;
	/** Answers by a JSON schema. */
	jsonSchema: boolean;
	reasoning: boolean;
}

/** What is known of a model; what nobody knows is absent. */
export interface ModelDescription {
	/** `provider:model`. */
	id: string;
	/** As the provider names it. */
	model: string;
	kind: 'chat' | 'embedding' | 'other';
	/** Tokens of input and output together. */
	contextTokens?: number;
	maxOutputTokens?: number;
	features?: ModelFeatures;
	/** US dollars per million tokens. */
	price?: { input: number; output: number };
}

export type ProviderName = 'openai' | 'anthropic' | 'google' | 'ollama';

/** One provider, as settings reach it. */
export interface ModelProvider {
	readonly name: ProviderName;
	chat(model: string): ChatModel;
	/** @throws TroupeError NOT_SUPPORTED where the provider has none */
	embedder(model: string): Embedder;
	/** What the provider says that there is, with what it says of each; sorted by name. @throws TroupeError MODEL_* or CANCELLED */
	listModels(signal: AbortSignal): Promise<ModelDescription[]>;
}
