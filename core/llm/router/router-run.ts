import type { TroupeError } from '../../base/errors';
import { isTroupeError } from '../../base/errors';
import type { Clock } from '../../ports/host';
import type { ChatRequest, ChatResponse, ModelAttempt } from '../../ports/models/models';
import { readAttempts, readUsage } from '../attempts';
import type { Breaker, Permit } from './breaker';
import type { Breakers } from './breakers';
import type { TimeLimit, Timing } from './call-within';
import type { FailureRule } from './failure-rules';
import { ruleFor } from './failure-rules';
import { nameStep, selectSteps, type NotAsked, type RouteStep } from './route-step';
import { createCancellation, withAttempts, createExhaustion } from './router-errors';
import type { Failure } from './router-errors';

interface Tally {
	readonly attempts: ModelAttempt[];
	readonly failures: Failure[];
	callsLeft: number;
}

interface AttemptParts {
	step: RouteStep;
	/** Without one, only the caller limits the time. */
	limit?: TimeLimit;
	request: ChatRequest;
	signal: AbortSignal;
	clock: Clock;
	tally: Tally;
	permit?: Permit;
	insteadOf?: TroupeError;
	goOn(rule: FailureRule, error: TroupeError): void;
}

class Attempt {
	readonly step: RouteStep;
	readonly limit?: TimeLimit;
	readonly request: ChatRequest;
	readonly #started: number;

	constructor(private readonly parts: AttemptParts) {
		this.step = parts.step;
		this.limit = parts.limit;
		this.request = parts.request;
		this.#started = parts.clock.now();
	}

	answered(response: ChatResponse): ChatResponse {
		const { permit, tally, step, insteadOf } = this.parts;
		permit?.succeeded();
		const { usage, costUsd, unreadEvents, attempts = [] } = response;
		const used = step.lastResort ? {} : { usage, ...(costUsd !== undefined && { costUsd }), ...(unreadEvents && { unreadEvents }) };
		this.#note({ ok: true, ...used }, attempts);
		return { ...response, attempts: tally.attempts, ...(insteadOf && { instead: toReason(insteadOf) }) };
	}

	/** @throws the error that ends the route: always if `committed`, otherwise if no other model can help */
	failed(thrown: unknown, committed = false): void {
		const { permit, tally, signal, step } = this.parts;
		const error = signal.aborted ? createCancellation(thrown) : thrown;
		if (!isTroupeError(error)) {
			permit?.released();
			throw error;
		}
		permit?.failed(error);
		this.#note({ ok: false, errorCode: error.code, ...readUsage(error) }, readAttempts(error));
		const rule = ruleFor(error);
		if (committed || rule.next === 'nobody') throw withAttempts(error, tally.attempts);
		tally.failures.push({ model: nameStep(step), error });
		this.parts.goOn(rule, error);
	}

	abandoned(): void {
		this.parts.permit?.released();
	}

	/** @param inner attempts of a route within this one */
	#note(attempt: Omit<ModelAttempt, 'model' | 'durationMs'>, inner: ModelAttempt[]): void {
		const { step, clock, tally } = this.parts;
		const own = {
			model: step.model.id,
			...(step.server !== undefined && { server: step.server }),
			durationMs: clock.now() - this.#started,
			...attempt,
		};
		const attempts = inner.length > 0 ? inner : [own];
		tally.attempts.push(...attempts);
		if (!step.lastResort) tally.callsLeft -= attempts.length;
	}
}

function toReason({ code, message, fix }: TroupeError): ChatResponse['instead'] {
	return { code, message, ...(fix !== undefined && { fix }) };
}

export interface RetryPolicy {
	retries: number;
	/** Unless the provider specified it; doubles each time, shortened at random by up to a half. */
	firstMs: number;
	/** A longer wait throws immediately. */
	maxMs: number;
	/** If a last resort can answer. */
	maxBeforeLastResortMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { retries: 2, firstMs: 250, maxMs: 30_000, maxBeforeLastResortMs: 5_000 };

/** With less time left, a model gets all of it: half would be too short for many. */
const leastShareMs = 5_000;

interface RunSettings {
	timing: Timing;
	random: () => number;
	breakers?: Breakers;
	maxCalls: number;
	retryPolicy: RetryPolicy;
}

interface Candidate {
	step: RouteStep;
	breaker?: Breaker;
	tries: number;
	readyAt: number;
	out: boolean;
}

export class RouterRun {
	readonly #candidates: Candidate[];
	readonly #unfit: NotAsked[];
	readonly #tally: Tally;
	#lastResorts: RouteStep[];
	readonly #maxCalls: number;
	#waits = 0;

	constructor(
		steps: RouteStep[],
		private readonly request: ChatRequest,
		private readonly signal: AbortSignal,
		private readonly settings: RunSettings,
	) {
		const { fitting, unfit } = selectSteps(steps, request);
		this.#unfit = unfit;
		this.#lastResorts = fitting.filter(({ lastResort }) => lastResort);
		this.#maxCalls = Math.min(request.maxAttempts ?? Infinity, settings.maxCalls);
		this.#tally = { attempts: [], failures: [], callsLeft: this.#maxCalls };
		this.#candidates = fitting
			.filter(({ lastResort }) => !lastResort)
			.map((step) => ({
				step,
				breaker: step.breakerKey === undefined ? undefined : settings.breakers?.get(step.breakerKey),
				tries: 0,
				readyAt: 0,
				out: false,
			}));
	}

	/** Waits if necessary. @throws TroupeError if no model is left, or after a cancellation */
	async next(): Promise<Attempt> {
		for (;;) {
			if (this.signal.aborted) throw withAttempts(createCancellation(this.signal.reason), this.#tally.attempts);
			const left = this.#candidates.filter(({ out }) => !out);
			if (this.#tally.callsLeft <= 0) return this.#createLastAttempt(left);
			const attempt = this.#choose(left);
			if (attempt) return attempt;
			const wait = this.#waitFor(left);
			if (wait === undefined) return this.#createLastAttempt(left);
			this.#waits += 1;
			await this.#sleep(wait, left);
		}
	}

	/** The fewest attempts first, in the route's order. */
	#choose(left: Candidate[]): Attempt | undefined {
		const now = this.settings.timing.clock.now();
		const ready = left.filter(({ readyAt }) => readyAt <= now).sort((one, other) => one.tries - other.tries);
		for (const candidate of ready) {
			if (!candidate.breaker) return this.#createAttempt(candidate);
			const permit = candidate.breaker.enter();
			if (permit) return this.#createAttempt(candidate, permit);
		}
		return allRest(left) ? this.#chooseResting(ready) : undefined;
	}

	/** Without an alternative, allows one call at a time: the pause is no longer than the outage. */
	#chooseResting(ready: Candidate[]): Attempt | undefined {
		for (const candidate of ready.sort((one, other) => one.breaker!.freeAt() - other.breaker!.freeAt())) {
			const permit = candidate.breaker!.enter(true);
			if (permit) return this.#createAttempt(candidate, permit);
		}
		return undefined;
	}

	/** Undefined if waiting is not worthwhile. */
	#waitFor(left: Candidate[]): number | undefined {
		const { retryPolicy, timing } = this.settings;
		if (left.length === 0 || this.#waits >= retryPolicy.retries) return undefined;
		const now = timing.clock.now();
		const end = this.request.until ?? Infinity;
		const max = this.#lastResorts.length > 0 ? retryPolicy.maxBeforeLastResortMs : retryPolicy.maxMs;
		const early = allRest(left);
		const waits = left.map(({ readyAt, breaker }) => {
			const freeAt = breaker?.freeAt(early) ?? 0;
			// Another call is the probe: its end also ends the wait.
			return freeAt === Infinity ? Math.min(max, end - now - 1) : Math.max(readyAt, freeAt) - now;
		});
		const wait = Math.max(1, Math.min(...waits));
		return wait > max || now + wait >= end ? undefined : wait;
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
		return this.settings.retryPolicy.firstMs * 2 ** (tries - 1) * (1 - this.settings.random() / 2);
	}

	#createLastAttempt(left: Candidate[]): Attempt {
		const [step, ...others] = this.#lastResorts;
		this.#lastResorts = others;
		const insteadOf = step && this.#candidates.length === 0 ? undefined : this.#exhausted(left);
		if (step) return this.#createAttempt({ step, tries: 0, readyAt: 0, out: false }, undefined, insteadOf);
		throw insteadOf!;
	}

	#exhausted(left: Candidate[]): TroupeError {
		const { clock } = this.settings.timing;
		const notAsked = left.filter(({ tries }) => tries === 0).map(({ step }) => nameStep(step));
		const reason = this.#tally.callsLeft > 0 ? 'it failed too often and is paused' : 'no model call was left for it';
		return createExhaustion({
			...this.#tally,
			notAsked: [...this.#unfit, ...notAsked.map((model) => ({ model, reason }))],
			limit: this.#tally.callsLeft <= 0 && notAsked.length > 0 ? this.#maxCalls : undefined,
			restMs: left.length > 0 ? Math.min(...left.map(({ breaker }) => breaker?.freeAt() ?? 0)) - clock.now() : undefined,
		});
	}

	#createAttempt(candidate: Candidate, permit?: Permit, insteadOf?: TroupeError): Attempt {
		const { request, signal } = this;
		const { callsLeft } = this.#tally;
		candidate.tries += 1;
		return new Attempt({
			step: candidate.step,
			limit: this.#findLimit(candidate),
			request: callsLeft === Infinity ? request : { ...request, maxAttempts: callsLeft },
			signal,
			clock: this.settings.timing.clock,
			tally: this.#tally,
			permit,
			insteadOf,
			goOn: (rule, error) => this.#goOn(candidate, rule, error),
		});
	}

	/** Half of the remaining time if another model could use the rest. */
	#findLimit(candidate: Candidate): TimeLimit | undefined {
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
		candidate.out = !retry || candidate.tries > this.settings.retryPolicy.retries;
		candidate.readyAt = this.settings.timing.clock.now() + (retryAfterMs || this.#backoff(candidate.tries));
		if (next !== 'other-provider') return;
		const provider = findProvider(candidate);
		for (const other of this.#candidates) if (findProvider(other) === provider) other.out = true;
	}
}

function allRest(candidates: Candidate[]): boolean {
	return candidates.length > 0 && candidates.every(({ breaker }) => breaker !== undefined && breaker.state !== 'closed');
}

function findProvider({ step }: Candidate): string | undefined {
	return step.model.id.split(':', 1)[0];
}
