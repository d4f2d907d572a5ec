import { estimateTokens } from '../../tokens/estimate-tokens';
import { type BatchBounds, textBatches } from '../../tokens/text-batches';
import type { Timing } from '../../llm/router/call-within';
import { pause } from '../../base/pause';
import type { Embedder, Embeddings, VectorCache } from '../../ports';
import { systemClock } from '../../ports';
import {
	checkIsWanted,
	embedPatiently,
	type EmbeddingPatience,
	Gate,
	joinEmbeddings,
	type PatientParts,
	type Purpose,
} from './embed-patiently';
import { RecentVectors } from './recent-vectors';

export interface BatchedOptions extends Partial<Omit<PatientParts, 'gate'>> {
	/** What the vectors depend on, in words: model, revision, dtype, and the server where it is not the provider's own. */
	identity: (signal: AbortSignal) => Promise<string>;
	/** Of documents' texts. Questions are kept in this process alone. */
	cache?: VectorCache;
	/** Shared by all embedders of this process. */
	recent?: RecentVectors;
	/** Default: 64 texts and 16,000 tokens, so that little is lost by a failure. */
	most?: BatchBounds;
	/** Batches that are asked for at the same time. Default 2. */
	atOnce?: number;
	/** Default: six retries for documents, none longer than five minutes; for a question, which somebody waits for, two of at most five seconds. */
	patience?: Record<Purpose, EmbeddingPatience>;
	countTokens?: (text: string) => number;
}

const usualPatience: Record<Purpose, EmbeddingPatience> = {
	document: { retries: 6, firstMs: 500, longestMs: 300_000 },
	query: { retries: 2, firstMs: 250, longestMs: 5_000 },
};

/**
 * Embeds any number of texts: each text once, those not at all that are remembered, the others in batches.
 * What a batch gave is remembered at once; so whoever comes again after a failure asks only for what is missing.
 */
export function createBatchedEmbedder(embedder: Embedder, options: BatchedOptions): Embedder {
	const { identity, cache, recent = new RecentVectors(), most = { texts: 64, tokens: 16_000 }, atOnce = 2 } = options;
	const { countTokens = estimateTokens, patience = usualPatience, random = Math.random } = options;
	const timing: Timing = options.timing ?? { clock: systemClock, sleep: pause };
	const parts: PatientParts = { timing, random, gate: new Gate() };
	return {
		id: embedder.id,
		async embed(texts, signal, purpose) {
			checkIsWanted(signal);
			const distinct = [...new Set(texts)];
			const model = JSON.stringify([await identity(signal), purpose ?? '']);
			const memory = purpose === 'query' ? recent.of(model) : cache?.of(model);
			const vectors = new Map<string, number[]>();
			for (const [index, vector] of ((await memory?.read(distinct)) ?? []).entries()) if (vector) vectors.set(distinct[index]!, vector);
			const missing = distinct.filter((text) => !vectors.has(text));
			const batches = textBatches(missing, most, countTokens);
			const answers: Embeddings[] = [];
			await inLanes(batches, atOnce, async (batch) => {
				const answer = await embedPatiently(batch, purpose, embedder, patience[purpose ?? 'document'], parts, signal);
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

/** After a failure nothing new is begun, and what is under way is waited for: it was paid for. @throws the first failure */
async function inLanes<Item>(items: Item[], lanes: number, work: (item: Item) => Promise<void>): Promise<void> {
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
