import { isTroupeError } from '../base/errors';

/** Memory then works without the model. */
export function isModelFailure(error: unknown): error is { code: string } & Error {
	return isTroupeError(error) && /^(MODEL_|BUDGET_EXCEEDED|RATE_LIMITED|DEPENDENCY_MISSING)/.test(error.code);
}
