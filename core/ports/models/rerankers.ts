import type { TokenUsage } from './models';

export interface BilledReranker {
	/** `provider:model`. */
	readonly id: string;
	rerank(
		question: string,
		passages: string[],
		signal: AbortSignal,
	): Promise<{ scores: number[]; usage?: Pick<TokenUsage, 'inputTokens' | 'searches'> }>;
}

export interface Reranker {
	/** `provider:model`. */
	readonly id: string;
	/** Scores from 0 to 1, in the order of the passages. @throws TroupeError MODEL_* or CANCELLED */
	rerank(question: string, passages: string[], signal: AbortSignal): Promise<number[]>;
}
