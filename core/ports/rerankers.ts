import type { TokenUsage } from './models';

/** A reranker that says what its judgement used. */
export interface BilledReranker {
	/** `provider:model`. */
	readonly id: string;
	/** `usage` as the provider billed it, where it says so. Otherwise as a Reranker's. */
	rerank(
		question: string,
		passages: string[],
		signal: AbortSignal,
	): Promise<{ scores: number[]; usage?: Pick<TokenUsage, 'inputTokens' | 'searches'> }>;
}

/** Judges how well passages answer a question. */
export interface Reranker {
	/** `provider:model`. */
	readonly id: string;
	/** From 0 to 1, in the order of the passages. @throws TroupeError MODEL_* or CANCELLED */
	rerank(question: string, passages: string[], signal: AbortSignal): Promise<number[]>;
}
