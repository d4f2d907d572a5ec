import { throwIfCancelled } from '../../base/async/cancelled';
import { isTroupeError, type TroupeError } from '../../base/errors';
import { ruleFor } from '../../llm/router/failure-rules';
import type { RetryPolicy } from '../../llm/router/router-run';
import type { Timing } from '../../llm/router/call-within';
import type { Embedder, Embeddings } from '../../ports/models/models';

export type Purpose = 'query' | 'document';

export type EmbeddingRetryPolicy = Pick<RetryPolicy, 'retries' | 'firstMs' | 'maxMs'>;

export interface PatientParts {
	timing: Timing;
	/** 0 to below 1. */
	random: () => number;
	/** One for each server: a wait that it requests applies to all calls. */
	gate: Gate;
}

export class Gate {
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
 * Waits as the server requests, else a doubling time. Embeds only the beginning of a text that is longer than the model reads, like models that cut
 * it off. @throws TroupeError of the last failure, or CANCELLED
 */
export async function embedWithRetries(
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

export function joinEmbeddings(parts: Embeddings[]): Embeddings {
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
export function throwIfEmbeddingCancelled(signal: AbortSignal): void {
	throwIfCancelled(signal, 'Embedding was cancelled.');
}
