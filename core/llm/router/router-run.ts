import type { TroupeError } from '../../base/errors';
import type { ChatRequest } from '../../ports';
import type { Breaker, Permit } from './breaker';
import type { Breakers } from './breakers';
import type { TimeLimit, Timing } from './call-within';
import type { FailureRule } from './failure-rules';
import { fittingSteps, type NotAsked, type RouteStep } from './route-step';
import { cancelled, concluded, exhausted } from './router-errors';
import { type Tally, Turn } from './attempt';

/** How long a model that failed is waited for, when nobody else is left. */
export interface Patience {
	/** Times that a model is asked again, and that a wait is made, in one answer. */
	retries: number;
	/** The first wait, where the provider named none; doubled each time, and shortened by up to a half at random. */
	firstMs: number;
	/** A longer wait is not made: the error comes at once. */
	longestMs: number;
	/** The same where a last resort can answer. */
	longestBeforeLastResortMs: number;
}

export const defaultPatience: Patience = { retries: 2, firstMs: 250, longestMs: 30_000, longestBeforeLastResortMs: 5_000 };

/** With less time left than this, a model gets it all: half of it would be too short for many. */
const leastShareMs = 5_000;

interface RunSettings {
	timing: Timing;
	random: () => number;
	breakers?: Breakers;
	maxCalls: number;
	patience: Patience;
}

interface Candidate {
	step: RouteStep;
	breaker?: Breaker;
	tries: number;
	/** Milliseconds since the epoch. */
	readyAt: number;
	/** Not to be asked again for this answer. */
	out: boolean;
}

/** One answer's tries. */
export class RouterRun {
	readonly #candidates: Candidate[];
	readonly #unfit: NotAsked[];
	readonly #tally: Tally;
	#lastResorts: RouteStep[];
	readonly #mostCalls: number;
	#waits = 0;

	constructor(
		steps: RouteStep[],
		private readonly request: ChatRequest,
		private readonly signal: AbortSignal,
		private readonly settings: RunSettings,
	) {
		const { fitting, unfit } = fittingSteps(steps, request);
		this.#unfit = unfit;
		this.#lastResorts = fitting.filter(({ lastResort }) => lastResort);
		this.#mostCalls = Math.min(request.maxAttempts ?? Infinity, settings.maxCalls);
		this.#tally = { attempts: [], failures: [], callsLeft: this.#mostCalls };
		this.#candidates = fitting
			.filter(({ lastResort }) => !lastResort)
			.map((step) => ({
				step,
				breaker: step.breakerKey === undefined ? undefined : settings.breakers?.of(step.breakerKey),
				tries: 0,
				readyAt: 0,
				out: false,
			}));
	}

	/** Whoever is to be asked now, waited for if need be. @throws TroupeError when nobody is left, or cancelled meanwhile */
	async next(): Promise<Turn> {
		for (;;) {
			if (this.signal.aborted) throw concluded(cancelled(this.signal.reason), this.#tally.attempts);
			const left = this.#candidates.filter(({ out }) => !out);
			if (this.#tally.callsLeft <= 0) return this.#lastTurn(left);
			const turn = this.#choose(left);
			if (turn) return turn;
			const wait = this.#waitFor(left);
			if (wait === undefined) return this.#lastTurn(left);
			this.#waits += 1;
			await this.#sleep(wait, left);
		}
	}

	/** Whoever was asked least, the route's first of them: so a round ends before the next begins. */
	#choose(left: Candidate[]): Turn | undefined {
		const now = this.settings.timing.clock.now();
		const ready = left.filter(({ readyAt }) => readyAt <= now).sort((one, other) => one.tries - other.tries);
		for (const candidate of ready) {
			if (!candidate.breaker) return this.#turnOf(candidate);
			const permit = candidate.breaker.enter();
			if (permit) return this.#turnOf(candidate, permit);
		}
		return allRest(left) ? this.#chooseResting(ready) : undefined;
	}

	/** An agent with one model shall not be without it for longer than its provider is: with nobody else at hand, one call at a time goes through. */
	#chooseResting(ready: Candidate[]): Turn | undefined {
		for (const candidate of ready.sort((one, other) => one.breaker!.freeAt() - other.breaker!.freeAt())) {
			const permit = candidate.breaker!.enter(true);
			if (permit) return this.#turnOf(candidate, permit);
		}
		return undefined;
	}

	/** Milliseconds until somebody may be asked; undefined where that is not worth waiting for. */
	#waitFor(left: Candidate[]): number | undefined {
		const { patience, timing } = this.settings;
		if (left.length === 0 || this.#waits >= patience.retries) return undefined;
		const now = timing.clock.now();
		const end = this.request.until ?? Infinity;
		const longest = this.#lastResorts.length > 0 ? patience.longestBeforeLastResortMs : patience.longestMs;
		const early = allRest(left);
		const waits = left.map(({ readyAt, breaker }) => {
			const freeAt = breaker?.freeAt(early) ?? 0;
			// Somebody else's probe is under way: its end ends the wait.
			return freeAt === Infinity ? Math.min(longest, end - now - 1) : Math.max(readyAt, freeAt) - now;
		});
		const wait = Math.max(1, Math.min(...waits));
		return wait > longest || now + wait >= end ? undefined : wait;
	}

	async #sleep(milliseconds: number, left: Candidate[]): Promise<void> {
		const awake = new AbortController();
		const wake = () => awake.abort();
		this.signal.addEventListener('abort', wake, { once: true });
		for (const { breaker } of left) void breaker?.probed?.then(wake);
		await this.settings.timing.sleep(milliseconds, awake.signal);
		this.signal.removeEventListener('abort', wake);
	}

	#backoff(tries: number): number {
		return this.settings.patience.firstMs * 2 ** (tries - 1) * (1 - this.settings.random() / 2);
	}

	#lastTurn(left: Candidate[]): Turn {
		const [step, ...others] = this.#lastResorts;
		this.#lastResorts = others;
		const insteadOf = step && this.#candidates.length === 0 ? undefined : this.#exhausted(left);
		if (step) return this.#turnOf({ step, tries: 0, readyAt: 0, out: false }, undefined, insteadOf);
		throw insteadOf!;
	}

	#exhausted(left: Candidate[]): TroupeError {
		const { clock } = this.settings.timing;
		const notAsked = left.filter(({ tries }) => tries === 0).map(({ step: { model } }) => model.id);
		const reason = this.#tally.callsLeft > 0 ? 'it failed too often just now and is left alone' : 'no call was left for it';
		return exhausted({
			...this.#tally,
			notAsked: [...this.#unfit, ...notAsked.map((model) => ({ model, reason }))],
			limit: this.#tally.callsLeft <= 0 && notAsked.length > 0 ? this.#mostCalls : undefined,
			restMs: left.length > 0 ? Math.min(...left.map(({ breaker }) => breaker?.freeAt() ?? 0)) - clock.now() : undefined,
		});
	}

	#turnOf(candidate: Candidate, permit?: Permit, insteadOf?: TroupeError): Turn {
		const { request, signal } = this;
		const { callsLeft } = this.#tally;
		candidate.tries += 1;
		return new Turn({
			step: candidate.step,
			limit: this.#limitOf(candidate),
			request: callsLeft === Infinity ? request : { ...request, maxAttempts: callsLeft },
			signal,
			clock: this.settings.timing.clock,
			tally: this.#tally,
			permit,
			insteadOf,
			goOn: (rule, error) => this.#goOn(candidate, rule, error),
		});
	}

	/** Half of the time that is left, for a model without a time of its own, where another one could be asked in the other half. */
	#limitOf(candidate: Candidate): TimeLimit | undefined {
		const { timeoutMs, lastResort } = candidate.step;
		if (timeoutMs !== undefined) return { milliseconds: timeoutMs };
		const { until } = this.request;
		if (until === undefined || lastResort || this.#tally.callsLeft <= 1) return undefined;
		const now = this.settings.timing.clock.now();
		const share = Math.max(leastShareMs, Math.ceil((until - now) / 2));
		const isAtHand = (other: Candidate) =>
			other !== candidate && !other.out && Math.max(other.readyAt, other.breaker?.freeAt() ?? 0) <= now;
		return now + share < until && this.#candidates.some(isAtHand) ? { milliseconds: share, firstContentOnly: true } : undefined;
	}

	#goOn(candidate: Candidate, { next, retry }: FailureRule, { retryAfterMs }: TroupeError): void {
		candidate.out = !retry || candidate.tries > this.settings.patience.retries;
		candidate.readyAt = this.settings.timing.clock.now() + (retryAfterMs || this.#backoff(candidate.tries));
		if (next !== 'other-provider') return;
		const provider = providerOf(candidate);
		for (const other of this.#candidates) if (providerOf(other) === provider) other.out = true;
	}
}

function allRest(candidates: Candidate[]): boolean {
	return candidates.length > 0 && candidates.every(({ breaker }) => breaker !== undefined && breaker.state !== 'closed');
}

function providerOf({ step }: Candidate): string | undefined {
	return step.model.id.split(':', 1)[0];
}
