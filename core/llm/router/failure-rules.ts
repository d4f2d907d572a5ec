import type { TroupeErrorCode } from '../../base/errors';

/** What follows from a failed try. docs/models.md has this table for people. */
export interface FailureRule {
	/** Who may be asked next: any other model, those of other providers, or nobody. */
	next: 'any' | 'other-provider' | 'nobody';
	/** Whether the same model may be asked again after a wait, when nobody else is left. */
	retry: boolean;
	/** `counts` towards opening the breaker, `opens` it at once and for longer, or says nothing of the provider's state. */
	breaker: 'counts' | 'opens' | 'ignores';
}

const passing: FailureRule = { next: 'any', retry: true, breaker: 'counts' };
/** The same tomorrow, until a person does something. */
const lasting: FailureRule = { next: 'any', retry: false, breaker: 'opens' };
const ofTheRequest: FailureRule = { next: 'any', retry: false, breaker: 'ignores' };
const final: FailureRule = { next: 'nobody', retry: false, breaker: 'ignores' };

const rules: Partial<Record<TroupeErrorCode, FailureRule>> = {
	MODEL_RATE_LIMITED: passing,
	MODEL_OVERLOADED: passing,
	MODEL_TIMEOUT: passing,
	MODEL_UNREACHABLE: passing,
	// A login page stays one: another try at once gives the same.
	MODEL_MALFORMED_RESPONSE: { ...passing, retry: false },
	MODEL_AUTHENTICATION: lasting,
	MODEL_OUT_OF_CREDIT: lasting,
	MODEL_NOT_FOUND: lasting,
	MODEL_CONTEXT_TOO_LONG: ofTheRequest,
	MODEL_OUTPUT_INVALID: ofTheRequest,
	// What one provider refuses to read, another model of it refuses too; another provider may know the parameter.
	MODEL_BAD_REQUEST: { ...ofTheRequest, next: 'other-provider' },
	// A router within a router, all of whose models rest.
	MODEL_CIRCUIT_OPEN: { ...passing, breaker: 'ignores' },
	// Of one model or provider; another may have some left.
	BUDGET_EXCEEDED: ofTheRequest,
	RATE_LIMITED: { ...ofTheRequest, retry: true },
	NOT_SUPPORTED: ofTheRequest,
	DEPENDENCY_MISSING: ofTheRequest,
};

/** Codes without a rule end the answer: a cancellation, and faults of this program. */
export function ruleFor(code: TroupeErrorCode): FailureRule {
	return rules[code] ?? final;
}
