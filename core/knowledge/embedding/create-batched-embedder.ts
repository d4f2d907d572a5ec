import { throwIfCancelled } from '../../base/async/cancelled';
import { isTroupeError } from '../../base/errors';
import type { TroupeError } from '../../base/errors';
import { ruleFor } from '../../llm/router/failure-rules';
import type { RetryPolicy } from '../../llm/router/router-run';
import { estimateTokens } from '../../tokens/estimate-tokens';
import { type BatchBounds, batchTexts } from '../../tokens/text-batches';
import type { Timing } from '../../llm/router/call-within';
import { pause } from '../../base/async/pause';
import type { Embedder, Embeddings, VectorCache } from '../../ports/models/models';
import { systemClock } from '../../ports/host';
import { RecentVectors } from './recent-vectors';

type Purpose = 'query' | 'document';

type EmbeddingRetryPolicy = Pick<RetryPolicy, 'retries' | 'firstMs' | 'maxMs'>;

interface PatientParts {
	timing: Timing;
	/** 0 to below 1. */
	random: () => number;
	/** One for each server: a wait that it requests applies to all calls. */
	gate: Gate;
}

class Gate {
	#freeAt = 0;

	/** @param at milliseconds since the epoch */
	closeUntil(at: number): void {
		this.#freeAt = Math.max(this.#freeAt, at);
	}

	/** @throws TroupeError CANCELLED */
	async pass({ clock, sleep }: Timing, signal: AbortSignal): Promise<void> {
		for (;;) {
			throwIfEmbeddingCancelled(signal);
			const wait = this.#freeAt - clock.now();
			if (wait <= 0) return;
			await sleep(wait, signal);
		}
	}
}

/** A text longer than the model reads is shortened by a quarter, at most this many times. */
const shortenings = 12;

/**
 * Waits as the server requests, else a doubling time. Embeds the beginning of a text that is too long for the model. @throws TroupeError of the
 * last failure, or CANCELLED
 */
async function embedWithRetries(
	texts: string[],
	purpose: Purpose | undefined,
	embedder: Embedder,
	retryPolicy: EmbeddingRetryPolicy,
	parts: PatientParts,
	signal: AbortSignal,
): Promise<Embeddings> {
	try {
		return await askAgain(texts, purpose, embedder, retryPolicy, parts, signal);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'MODEL_CONTEXT_TOO_LONG') throw error;
		const ask = (some: string[]) => embedWithRetries(some, purpose, embedder, retryPolicy, parts, signal);
		if (texts.length > 1) return joinEmbeddings([await ask(texts.slice(0, texts.length >> 1)), await ask(texts.slice(texts.length >> 1))]);
		return askShorter(texts[0]!, (shorter) => askAgain([shorter], purpose, embedder, retryPolicy, parts, signal), error);
	}
}

async function askAgain(
	texts: string[],
	purpose: Purpose | undefined,
	embedder: Embedder,
	{ retries, firstMs, maxMs }: EmbeddingRetryPolicy,
	{ timing, random, gate }: PatientParts,
	signal: AbortSignal,
): Promise<Embeddings> {
	for (let tries = 1; ; tries += 1) {
		await gate.pass(timing, signal);
		try {
			return await embedder.embed(texts, signal, purpose);
		} catch (error) {
			if (!isTroupeError(error) || !ruleFor(error).retry || tries > retries || signal.aborted) throw error;
			const wait = error.retryAfterMs || firstMs * 2 ** (tries - 1) * (1 - random() / 2);
			if (wait > maxMs) throw error;
			const freeAt = timing.clock.now() + wait;
			if (error.retryAfterMs || error.code === 'MODEL_RATE_LIMITED' || error.code === 'RATE_LIMITED') gate.closeUntil(freeAt);
			else await timing.sleep(wait, signal);
		}
	}
}

async function askShorter(text: string, ask: (shorter: string) => Promise<Embeddings>, tooLong: TroupeError): Promise<Embeddings> {
	let last = tooLong;
	for (let time = 1; time <= shortenings; time += 1) {
		const end = Math.floor(text.length * 0.75 ** time);
		if (end === 0) break;
		try {
			return await ask(text.slice(0, end));
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'MODEL_CONTEXT_TOO_LONG') throw error;
			last = error;
		}
	}
	throw last;
}

function joinEmbeddings(parts: Embeddings[]): Embeddings {
	const [first, ...others] = parts as [Embeddings, ...Embeddings[]];
	return others.reduce((all, next) => {
		const cost = all.costUsd === undefined && next.costUsd === undefined ? undefined : (all.costUsd ?? 0) + (next.costUsd ?? 0);
		return {
			...all,
			vectors: [...all.vectors, ...next.vectors],
			usage: {
				inputTokens: all.usage.inputTokens + next.usage.inputTokens,
				outputTokens: 0,
				estimated: all.usage.estimated || next.usage.estimated,
			},
			...(cost !== undefined && { costUsd: cost }),
			...(all.masked !== undefined && { masked: all.masked + (next.masked ?? 0) }),
			...((all.priceTable ?? next.priceTable) !== undefined && { priceTable: all.priceTable ?? next.priceTable }),
		};
	}, first);
}

/** @throws TroupeError CANCELLED */
function throwIfEmbeddingCancelled(signal: AbortSignal): void {
	throwIfCancelled(signal, 'Embedding was cancelled.');
}

export interface BatchedOptions extends Partial<Omit<PatientParts, 'gate'>> {
	/** Model, revision, dtype, and the server if it is not the provider's own. */
	identity: (signal: AbortSignal) => Promise<string>;
	cache?: VectorCache;
	/** Shared by all embedders of this process. */
	recent?: RecentVectors;
	/** Default: 64 texts and 16,000 tokens. */
	max?: BatchBounds;
	concurrency?: number;
	/** Default: six retries for documents, none after more than five minutes; two of at most five seconds for a question. */
	retryPolicy?: Record<Purpose, EmbeddingRetryPolicy>;
	countTokens?: (text: string) => number;
}

const usualRetryPolicy: Record<Purpose, EmbeddingRetryPolicy> = {
	document: { retries: 6, firstMs: 500, maxMs: 300_000 },
	query: { retries: 2, firstMs: 250, maxMs: 5_000 },
};

/** Embeds each text once. Caches each batch immediately: a retry embeds only the rest. */
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
