import type {
	ChatMessage,
	ChatRequest,
	ChatResponse,
	ImagePart,
	JsonSchema,
	ModelAttempt,
	ModelDescription,
	ProviderName,
	TokenUsage,
} from '../ports';
import type { CostEstimate } from './prices/estimate-cost';

/** What can be asked of a model outside an agent. */
export type ModelOperation = 'chat' | 'structured' | 'embed' | 'estimate' | 'list';

/** What a chat is asked with: a prompt, or a conversation, or a conversation with a prompt behind it. */
export interface ModelPrompt {
	system?: string;
	prompt?: string;
	/** Oldest first; no tools. */
	messages?: Array<Exclude<ChatMessage, { role: 'tool' }>>;
	/** Of the prompt. */
	images?: ImagePart[];
	maxOutputTokens?: number;
	temperature?: number;
	reasoning?: ChatRequest['reasoning'];
}

interface OfModels {
	/** `provider:model`, the first that answers; none where the host brings its own. */
	models: string[];
	/** Milliseconds for the whole task. Default 120,000. */
	timeoutMs: number;
}

/** One call of a model, as the node, the job type and the command line ask for it; parsed by parse-model-task.ts. */
export type ModelTask =
	| ({ operation: 'chat' } & OfModels & ModelPrompt)
	| ({ operation: 'structured'; schema: JsonSchema; schemaName: string } & OfModels & ModelPrompt)
	| ({ operation: 'embed'; texts: string[]; purpose?: 'query' | 'document' } & OfModels)
	/** Of a chat, or with `texts` of embeddings. */
	| ({ operation: 'estimate'; texts?: string[] } & OfModels & ModelPrompt)
	/** Of all providers that the host has settings for, where none are named. */
	| { operation: 'list'; providers?: ProviderName[]; timeoutMs: number };

/** What a call used, whatever was asked. */
export interface ModelTaskUsage {
	/** The one that answered, as `provider:model`. */
	model: string;
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	/** Which table of prices the cost is from; null when no price is known. */
	priceTable: string | null;
	/** True when the provider gave no figures and they were counted here. */
	estimated: boolean;
	/** All tries, also those that failed. */
	attempts: ModelAttempt[];
	durationMs: number;
}

/** What a call of one model would cost. */
type ModelCostEstimate = { model: string } & CostEstimate;

export type ModelTaskResult =
	| ({ operation: 'chat'; text: string; finish: ChatResponse['finish'] } & ModelTaskUsage)
	/** `value` fits the schema. */
	| ({ operation: 'structured'; value: unknown; finish: ChatResponse['finish'] } & ModelTaskUsage)
	| ({ operation: 'embed'; vectors: number[][]; dimensions: number } & ModelTaskUsage)
	/** One for each model asked about, in their order. */
	| { operation: 'estimate'; estimates: ModelCostEstimate[] }
	/** Providers that did not answer are named with their error; the others' models stand all the same. */
	| { operation: 'list'; models: ModelDescription[]; failed: Array<{ provider: ProviderName; errorCode: string; message: string }> };
