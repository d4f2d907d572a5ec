import type {
	ChatMessage,
	ChatRequest,
	ChatResponse,
	ImagePart,
	JsonSchema,
	ModelAttempt,
	ModelDescription,
	TokenUsage,
} from '../ports/models/models';
import type { ProviderName } from '../ports/models/provider-names';
import type { Filled } from '../extract/fill-form';
import type { Violation } from '../guardrails/policy/guard';
import type { StandardPart } from '../guardrails/policy/standard-policy';
import type { CostEstimate } from './prices/estimate-cost';

/** The operations of a model outside an agent. */
export type ModelOperation = 'chat' | 'structured' | 'extract' | 'embed' | 'estimate' | 'list';

/** The input of a chat: a prompt, a conversation, or a conversation followed by a prompt. */
export interface ModelPrompt {
	system?: string;
	prompt?: string;
	/** Oldest first; no tools. */
	messages?: Array<Exclude<ChatMessage, { role: 'tool' }>>;
	/** Images of the prompt. */
	images?: ImagePart[];
	maxOutputTokens?: number;
	temperature?: number;
	reasoning?: ChatRequest['reasoning'];
}

interface OfModels {
	/** `provider:model`; the first one that answers is used. Empty if the host provides its own model. */
	models: string[];
	/** Milliseconds for the whole task. Default 120,000. */
	timeoutMs: number;
}

interface Guarded {
	/** The parts of the standard policy that the task goes without. */
	standard?: { without: StandardPart[] };
}

/** One task of a model, for the node, the job type and the command line; parsed by parse-model-task.ts. */
export type ModelTask =
	| ({ operation: 'chat' } & OfModels & Guarded & ModelPrompt)
	| ({ operation: 'structured'; schema: JsonSchema; schemaName: string } & OfModels & Guarded & ModelPrompt)
	/** Takes values from a text of others. `system` says what they are for. */
	| ({ operation: 'extract'; prompt: string; schema: JsonSchema } & OfModels &
			Guarded &
			Pick<ModelPrompt, 'system' | 'maxOutputTokens' | 'reasoning'>)
	| ({ operation: 'embed'; texts: string[]; purpose?: 'query' | 'document' } & OfModels & Guarded)
	/** Estimates a chat, or with `texts` embeddings. */
	| ({ operation: 'estimate'; texts?: string[] } & OfModels & ModelPrompt)
	/** Lists all providers with settings, unless some are named. */
	| { operation: 'list'; providers?: ProviderName[]; timeoutMs: number };

/** The usage of a task, whatever its operation. */
export interface ModelTaskUsage {
	/** The model that answered, as `provider:model`. */
	model: string;
	usage: TokenUsage;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	/** The price table of the cost; null when no price is known. */
	priceTable: string | null;
	/** True if the provider returned no figures and they were counted here. */
	estimated: boolean;
	/** All attempts, including failed ones. */
	attempts: ModelAttempt[];
	durationMs: number;
	/** Violations that the guardrails found, by type and position. */
	violations: Violation[];
}

/** How values were taken from a text. */
export interface ExtractionFacts {
	/** Places of values that the model named, and that do not fit or are not in the text. */
	dismissed: string[];
	/** A list had more items than the schema allows. */
	isCut: boolean;
	/** By the place of a value: the line of the text that it was taken from. */
	lines: Record<string, string>;
}

/** The cost of a call of one model. */
type ModelCostEstimate = { model: string } & CostEstimate;

export type ModelTaskResult =
	| ({ operation: 'chat'; text: string; finish: ChatResponse['finish'] } & ModelTaskUsage)
	/** `value` fits the schema. */
	| ({ operation: 'structured'; value: unknown; finish: ChatResponse['finish'] } & ModelTaskUsage)
	/** `value` has the values that the text has; the others are null. */
	| ({ operation: 'extract'; value: Filled; extraction: ExtractionFacts; finish: ChatResponse['finish'] } & ModelTaskUsage)
	| ({ operation: 'embed'; vectors: number[][]; dimensions: number } & ModelTaskUsage)
	/** One for each model of the task, in order. */
	| { operation: 'estimate'; estimates: ModelCostEstimate[] }
	/** Providers that did not answer are listed with their error, beside the models of the others. */
	| { operation: 'list'; models: ModelDescription[]; failed: Array<{ provider: ProviderName; errorCode: string; message: string }> };
