import { isTroupeError } from '../base/errors';

/** Returns whether a model failed, and not the caller. Memory then works without it. */
export function isModelFailure(error: unknown): error is { code: string } & Error {
	return isTroupeError(error) && /^(MODEL_|BUDGET_EXCEEDED|RATE_LIMITED|DEPENDENCY_MISSING)/.test(error.code);
}
