import type { TokenUsage } from './models';

/** A reranker that reports its usage. */
export interface BilledReranker {
	/** `provider:model`. */
	readonly id: string;
	/** `usage` is what the provider billed, if it reports it. Otherwise the same as a Reranker. */
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
	/** Returns scores from 0 to 1, in the order of the passages. @throws TroupeError MODEL_* or CANCELLED */
	rerank(question: string, passages: string[], signal: AbortSignal): Promise<number[]>;
}
