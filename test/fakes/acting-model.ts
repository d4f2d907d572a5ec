/** Scripted models with their own clock, for tests of the layers between a model and its caller. */
import { TroupeError, type TroupeErrorCode } from '../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage } from '../../core/ports/models/models';
import type { Timing } from '../../core/llm/router/call-within';

/** What a model does when it is called. */
export type Act =
	| { kind: 'answers' }
	/** `used`: the usage that its error reports. */
	| { kind: 'fails'; code: TroupeErrorCode; retryAfterMs?: number; used?: number }
	/** A stream sends one part first. */
	| { kind: 'breaks'; code: TroupeErrorCode; used?: number }
	/** Until it is aborted; `deaf`: forever. */
	| { kind: 'hangs'; deaf?: boolean }
	/** A stream stops without an end. */
	| { kind: 'stops' };

export const answers: Act = { kind: 'answers' };
export const fails = (code: TroupeErrorCode, more: { retryAfterMs?: number; used?: number } = {}): Act => ({
	kind: 'fails',
	code,
	...more,
});

export const used = (tokens: number): TokenUsage => ({ inputTokens: tokens, outputTokens: 1, estimated: false });

interface Sleeper {
	at: number;
	wake: (whole: boolean) => void;
}

/** A clock that advances only when everything sleeps. */
export class VirtualTime implements Timing {
	#now = 1_000_000;
	#sleepers: Sleeper[] = [];
	readonly sleeps: number[] = [];
	readonly clock = { now: () => this.#now };

	readonly sleep = (milliseconds: number, until: AbortSignal): Promise<boolean> => {
		this.sleeps.push(milliseconds);
		return this.spend(milliseconds, until);
	};

	get sleeping(): number {
		return this.#sleepers.length;
	}

	/** The same, without a record. */
	spend(milliseconds: number, until?: AbortSignal): Promise<boolean> {
		if (until?.aborted) return Promise.resolve(false);
		const { promise, resolve } = Promise.withResolvers<boolean>();
		const sleeper = { at: this.#now + milliseconds, wake: resolve };
		this.#sleepers.push(sleeper);
		until?.addEventListener('abort', () => this.#wake(sleeper, false), { once: true });
		return promise;
	}

	/** Advances the clock until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const end = () => (done = true);
		work.then(end, end);
		for (let idle = 0; !done; idle += 1) {
			await settled();
			if (done) break;
			const next = this.#sleepers.toSorted((one, other) => one.at - other.at)[0];
			if (!next) {
				if (idle > 20) throw new Error('Deadlock: the work waits for something that never happens.');
				continue;
			}
			idle = 0;
			this.#now = Math.max(this.#now, next.at);
			this.#wake(next, true);
		}
		return work;
	}

	#wake(sleeper: Sleeper, whole: boolean): void {
		this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
		sleeper.wake(whole);
	}
}

/** Waits until all pending promises are settled. */
function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

/** Creates a model that takes 10 ms for each act, performs one after the other, repeats the last one, and records its calls. */
export class ActingModel implements ChatModel {
	readonly requests: ChatRequest[] = [];
	/** Calls whose signal was aborted. */
	aborted = 0;
	/** Input tokens of all calls that reported their usage. */
	spent = 0;

	constructor(
		readonly id: string,
		private readonly time: VirtualTime,
		private readonly acts: Act[],
	) {}

	get calls(): number {
		return this.requests.length;
	}

	async generate(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> {
		return this.#act(this.#begin(request), signal);
	}

	async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatPart> {
		const act = this.#begin(request);
		yield { kind: 'text', text: '' };
		if (act.kind === 'stops') return;
		if (act.kind === 'breaks') yield { kind: 'text', text: 'Hel' };
		const response = await this.#act(act, signal);
		yield { kind: 'text', text: response.text };
		yield { kind: 'end', response };
	}

	#begin(request: ChatRequest): Act {
		const act = this.acts[Math.min(this.requests.length, this.acts.length - 1)]!;
		this.requests.push(request);
		return act;
	}

	async #act(act: Act, signal: AbortSignal): Promise<ChatResponse> {
		await this.time.spend(10);
		if (act.kind === 'hangs') await this.#hang(act.deaf ?? false, signal);
		if (act.kind === 'fails' || act.kind === 'breaks') {
			const details = act.used === undefined ? {} : { usage: this.#spend(act.used) };
			const retryAfterMs = act.kind === 'fails' ? act.retryAfterMs : undefined;
			const retryable = act.code === 'MODEL_RATE_LIMITED' || act.code === 'MODEL_OVERLOADED';
			throw new TroupeError({ code: act.code, message: `${this.id} failed.`, retryable, retryAfterMs, details });
		}
		return { text: `from ${this.id}`, finish: 'stop', model: this.id, usage: this.#spend(100) };
	}

	#spend(tokens: number): TokenUsage {
		this.spent += tokens;
		return used(tokens);
	}

	async #hang(deaf: boolean, signal: AbortSignal): Promise<never> {
		const { promise, reject } = Promise.withResolvers<never>();
		const abort = () => {
			this.aborted += 1;
			if (!deaf) reject(new TroupeError({ code: 'CANCELLED', message: 'cancelled', details: { usage: this.#spend(7) } }));
		};
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		return promise;
	}
}

export const readFailure = (work: Promise<unknown>): Promise<TroupeError> =>
	work.then(
		() => {
			throw new Error('This step fails on purpose.');
		},
		(error: unknown) => error as TroupeError,
	);

/** @param into receives the parts on arrival, even if the stream fails */
export async function read(stream: AsyncIterable<ChatPart>, into: ChatPart[] = []): Promise<ChatPart[]> {
	for await (const part of stream) into.push(part);
	return into;
}
