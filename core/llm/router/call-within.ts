import { isTroupeError, TroupeError } from '../../base/errors';
import type { Clock } from '../../ports/host';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../ports/models/models';

export interface Timing {
	clock: Clock;
	/** True if the whole time passed, false if aborted. */
	sleep: (milliseconds: number, until: AbortSignal) => Promise<boolean>;
}

/** For an answer; for a stream, until its first content and between its parts. */
export interface TimeLimit {
	milliseconds: number;
	/** After the start no other model can answer any more. */
	firstContentOnly?: boolean;
}

/** Time to report the usage after the signal. */
const lastWordsMs = 50;

/** Aborts the call at the timeout, if there is one. @throws TroupeError MODEL_TIMEOUT */
export async function generateWithin(
	limit: TimeLimit | undefined,
	model: ChatModel,
	request: ChatRequest,
	signal: AbortSignal,
	timing: Timing,
): Promise<ChatResponse> {
	if (!limit) return model.generate(request, signal);
	const watch = new Watch(limit, model, signal, timing);
	try {
		return await watch.over(() => model.generate(request, watch.signal));
	} finally {
		watch.end();
	}
}

/** Omits empty texts. Times the first content and each later part, without the reader's own time. @throws TroupeError MODEL_TIMEOUT */
export async function* streamWithin(
	limit: TimeLimit | undefined,
	model: ChatModel,
	request: ChatRequest,
	signal: AbortSignal,
	timing: Timing,
): AsyncGenerator<ChatPart> {
	if (!limit) {
		for await (const part of model.stream(request, signal)) if (hasContent(part)) yield part;
		return;
	}
	const watch = new Watch(limit, model, signal, timing);
	const parts = model.stream(request, watch.signal)[Symbol.asyncIterator]();
	let whole = false;
	try {
		for (;;) {
			const { done, value } = await watch.over(() => nextContent(parts));
			whole = done ?? false;
			if (done) return;
			watch.begun();
			yield value;
		}
	} finally {
		watch.end();
		if (!whole) {
			watch.abort();
			// Not awaited: a model that ignores its signal can be blocked in its read.
			parts.return?.().catch(() => undefined);
		}
	}
}

function hasContent(part: ChatPart): boolean {
	return part.kind !== 'text' || part.text !== '';
}

async function nextContent(parts: AsyncIterator<ChatPart>): Promise<IteratorResult<ChatPart, void>> {
	for (;;) {
		const next = await parts.next();
		if (next.done || hasContent(next.value)) return next;
	}
}

class Watch {
	readonly #controller = new AbortController();
	readonly #ended = new AbortController();
	readonly #late = Promise.withResolvers<never>();
	#waitingSince: number | undefined;
	#expired = false;
	#unlimited = false;

	constructor(
		private readonly limit: TimeLimit,
		private readonly model: ChatModel,
		private readonly outer: AbortSignal,
		private readonly timing: Timing,
	) {
		this.#late.promise.catch(() => undefined);
		if (outer.aborted) this.#cancel();
		else outer.addEventListener('abort', this.#cancel, { once: true });
		void this.#run();
	}

	get signal(): AbortSignal {
		return this.#controller.signal;
	}

	async over<T>(work: () => Promise<T>): Promise<T> {
		this.#waitingSince = this.timing.clock.now();
		try {
			return await Promise.race([work(), this.#late.promise]);
		} catch (error) {
			throw this.#expired && !this.outer.aborted ? this.#timeout(error) : error;
		} finally {
			this.#waitingSince = undefined;
		}
	}

	begun(): void {
		this.#unlimited = this.limit.firstContentOnly ?? false;
	}

	end(): void {
		this.outer.removeEventListener('abort', this.#cancel);
		this.#ended.abort();
	}

	abort(): void {
		this.#controller.abort();
	}

	readonly #cancel = () => {
		this.#controller.abort(this.outer.reason);
		void this.#lastWords();
	};

	async #run(): Promise<void> {
		const { clock, sleep } = this.timing;
		let left = this.limit.milliseconds;
		while (left > 0) {
			if (!(await sleep(left, this.#ended.signal)) || this.#unlimited) return;
			left = (this.#waitingSince ?? clock.now()) + this.limit.milliseconds - clock.now();
		}
		this.#expired = true;
		this.#controller.abort(new DOMException(`No answer within ${this.limit.milliseconds} ms.`, 'TimeoutError'));
		await this.#lastWords();
	}

	async #lastWords(): Promise<void> {
		if (!(await this.timing.sleep(lastWordsMs, this.#ended.signal))) return;
		const cause: unknown = this.#controller.signal.reason;
		this.#late.reject(new TroupeError({ code: 'CANCELLED', message: `The call of ${this.model.id} was cancelled.`, cause }));
	}

	#timeout(error: unknown): TroupeError {
		return new TroupeError({
			code: 'MODEL_TIMEOUT',
			message: `${this.model.id} did not answer within ${this.limit.milliseconds} ms.`,
			fix: 'Try again later, raise the timeout of the model, or choose a faster model.',
			retryable: true,
			details: { ...(isTroupeError(error) && error.details), model: this.model.id },
			cause: error,
		});
	}
}
