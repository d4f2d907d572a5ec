import { estimateTokens } from '../../tokens/estimate-tokens';
import { type BatchBounds, batchTexts } from '../../tokens/text-batches';
import type { Timing } from '../../llm/router/call-within';
import { pause } from '../../base/async/pause';
import type { Embedder, Embeddings, VectorCache } from '../../ports/models/models';
import { systemClock } from '../../ports/host';
import {
	throwIfEmbeddingCancelled,
	embedWithRetries,
	type EmbeddingRetryPolicy,
	Gate,
	joinEmbeddings,
	type PatientParts,
	type Purpose,
} from './embed-with-retries';
import { RecentVectors } from './recent-vectors';

export interface BatchedOptions extends Partial<Omit<PatientParts, 'gate'>> {
	/** What the vectors depend on: model, revision, dtype, and the server if it is not the provider's own. */
	identity: (signal: AbortSignal) => Promise<string>;
	cache?: VectorCache;
	/** Shared by all embedders of this process. */
	recent?: RecentVectors;
	/** Default: 64 texts and 16,000 tokens, so that a failure loses little. */
	max?: BatchBounds;
	concurrency?: number;
	/** Default: six retries for documents, none after more than five minutes; two of at most five seconds for a question, since a person waits. */
	retryPolicy?: Record<Purpose, EmbeddingRetryPolicy>;
	countTokens?: (text: string) => number;
}

const usualRetryPolicy: Record<Purpose, EmbeddingRetryPolicy> = {
	document: { retries: 6, firstMs: 500, maxMs: 300_000 },
	query: { retries: 2, firstMs: 250, maxMs: 5_000 },
};

/** Embeds each text once, cached ones without a call. Caches each batch immediately, so that a retry embeds only what is missing. */
export function createBatchedEmbedder(embedder: Embedder, options: BatchedOptions): Embedder {
	const { identity, cache, recent = new RecentVectors(), max = { texts: 64, tokens: 16_000 }, concurrency = 2 } = options;
	const { countTokens = estimateTokens, retryPolicy = usualRetryPolicy, random = Math.random } = options;
	const timing: Timing = options.timing ?? { clock: systemClock, sleep: pause };
	const parts: PatientParts = { timing, random, gate: new Gate() };
	return {
		id: embedder.id,
		async embed(texts, signal, purpose) {
			throwIfEmbeddingCancelled(signal);
			const distinct = [...new Set(texts)];
			const model = JSON.stringify([await identity(signal), purpose ?? '']);
			const memory = purpose === 'query' ? recent.forModel(model) : cache?.forModel(model);
			const vectors = new Map<string, number[]>();
			for (const [index, vector] of ((await memory?.read(distinct)) ?? []).entries()) if (vector) vectors.set(distinct[index]!, vector);
			const missing = distinct.filter((text) => !vectors.has(text));
			const batches = batchTexts(missing, max, countTokens);
			const answers: Embeddings[] = [];
			await runInLanes(batches, concurrency, async (batch) => {
				const answer = await embedWithRetries(batch, purpose, embedder, retryPolicy[purpose ?? 'document'], parts, signal);
				batch.forEach((text, index) => vectors.set(text, answer.vectors[index]!));
				answers.push({ ...answer, vectors: [] });
				await memory?.write(batch, answer.vectors);
			});
			const nothing: Embeddings = { vectors: [], model: embedder.id, usage: { inputTokens: 0, outputTokens: 0, estimated: false } };
			return {
				...(answers.length > 0 ? joinEmbeddings(answers) : nothing),
				vectors: texts.map((text) => vectors.get(text)!),
				remembered: texts.length - missing.length,
			};
		},
	};
}

/** After a failure, waits for the running batches, which are billed. @throws the first failure */
async function runInLanes<Item>(items: Item[], lanes: number, work: (item: Item) => Promise<void>): Promise<void> {
	const queue = items.values();
	const failures: unknown[] = [];
	const lane = async () => {
		for (const item of queue) {
			if (failures.length > 0) return;
			await work(item).catch((error: unknown) => failures.push(error));
		}
	};
	await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
	if (failures.length > 0) throw failures[0];
}
