import { isTroupeError, TroupeError } from '../errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, Clock, ModelAttempt } from '../ports';

export interface ChainOptions {
	/** Models asked for one answer, at most. `troupe:extractive` does not count: it is no call to anyone. */
	maxCalls: number;
	clock: Clock;
}

const uncounted = 'troupe:extractive';

/**
 * Asks the models in order until one answers. A MODEL_* error moves on at once, everything else ends the chain.
 * Every try stands in `attempts`: of the response, or of the error's details.
 * A stream is committed at its first text: an error after it is thrown, since the reader cannot take text back.
 * @throws TroupeError the last model's, with the others as causes; see isModelCallLimit for a chain that may ask no more
 */
export function createChain(models: ChatModel[], options: ChainOptions): ChatModel {
	return {
		id: `chain:${models.map(({ id }) => id).join('+')}`,
		async generate(request, signal) {
			const run = new ChainRun(options);
			for (const model of models) {
				if (!run.mayAsk(model)) continue;
				const started = options.clock.now();
				try {
					return run.answered(model, started, await model.generate(request, signal));
				} catch (error) {
					run.failed(model, started, error);
				}
			}
			throw run.exhausted();
		},
		async *stream(request, signal) {
			yield* streamChain(models, new ChainRun(options), request, signal, options.clock);
		},
	};
}

/** Whether a chain gave up because it may ask no more models, as opposed to having asked them all. */
export function isModelCallLimit(error: unknown): error is TroupeError {
	return isTroupeError(error) && error.details.limit === 'model-calls';
}

/** The tries that a failed or answered chain made; empty for other errors. */
export function attemptsOf(error: unknown): ModelAttempt[] {
	return isTroupeError(error) && Array.isArray(error.details.attempts) ? (error.details.attempts as ModelAttempt[]) : [];
}

async function* streamChain(
	models: ChatModel[],
	run: ChainRun,
	request: ChatRequest,
	signal: AbortSignal,
	clock: Clock,
): AsyncGenerator<ChatPart> {
	for (const model of models) {
		if (!run.mayAsk(model)) continue;
		const started = clock.now();
		let committed = false;
		try {
			for await (const part of model.stream(request, signal)) {
				if (part.kind === 'end') {
					yield { kind: 'end', response: run.answered(model, started, part.response) };
					return;
				}
				if (part.text === '') continue;
				committed = true;
				yield part;
			}
			throw new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: `The stream of ${model.id} ended without its end part.` });
		} catch (error) {
			run.failed(model, started, error, committed);
		}
	}
	throw run.exhausted();
}

/** One answer's tries. */
class ChainRun {
	readonly #attempts: ModelAttempt[] = [];
	readonly #errors: TroupeError[] = [];
	#calls = 0;
	#skipped = false;

	constructor(private readonly options: ChainOptions) {}

	/** Counts the call. */
	mayAsk(model: ChatModel): boolean {
		if (model.id === uncounted) return true;
		const allowed = this.#calls < this.options.maxCalls;
		if (allowed) this.#calls += 1;
		else this.#skipped = true;
		return allowed;
	}

	answered(model: ChatModel, started: number, response: ChatResponse): ChatResponse {
		this.#attempts.push({ model: model.id, ok: true, durationMs: this.options.clock.now() - started });
		return { ...response, attempts: this.#attempts };
	}

	/** @throws what ends the chain */
	failed(model: ChatModel, started: number, error: unknown, committed = false): void {
		const errorCode = isTroupeError(error) ? error.code : 'INTERNAL';
		this.#attempts.push({ model: model.id, ok: false, durationMs: this.options.clock.now() - started, errorCode });
		if (!isTroupeError(error)) throw error;
		if (committed || !error.code.startsWith('MODEL_')) throw this.#toError(error, error.message, error.cause);
		this.#errors.push(error);
	}

	exhausted(): TroupeError {
		const last = this.#errors.at(-1) ?? new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'No model was asked.' });
		const cause = this.#errors.length > 1 ? new AggregateError(this.#errors, 'every model failed') : last;
		if (!this.#skipped)
			return this.#toError(
				last,
				this.#errors.length > 1 ? `All ${this.#errors.length} models failed, at last: ${last.message}` : last.message,
				cause,
			);
		return this.#toError(last, `No answer within the limit of ${this.options.maxCalls} model calls. ${last.message}`, cause, {
			limit: 'model-calls',
		});
	}

	#toError(error: TroupeError, message: string, cause: unknown, details: Record<string, unknown> = {}): TroupeError {
		const { code, fix, retryAfterMs } = error;
		const retryable = error.retryable || this.#errors.some((other) => other.retryable);
		return new TroupeError({
			code,
			message,
			fix,
			retryAfterMs,
			retryable,
			cause,
			details: { ...error.details, ...details, attempts: this.#attempts },
		});
	}
}
