import { isTroupeError, type TroupeError } from '../../base/errors';
import type { Clock } from '../../ports/host';
import type { ChatRequest, ChatResponse, ModelAttempt } from '../../ports/models/models';
import { readAttempts, readUsage } from '../attempts';
import type { Permit } from './breaker';
import type { TimeLimit } from './call-within';
import { type FailureRule, ruleFor } from './failure-rules';
import { nameStep, type RouteStep } from './route-step';
import { createCancellation, withAttempts, type Failure } from './router-errors';

export interface Tally {
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

export class Attempt {
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
