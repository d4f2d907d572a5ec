import { isTroupeError } from '../base/errors';

/** Whether a model failed, and not what asked it: memory does without. */
export function isOfModel(error: unknown): error is { code: string } & Error {
	return isTroupeError(error) && /^(MODEL_|BUDGET_EXCEEDED|RATE_LIMITED|DEPENDENCY_MISSING)/.test(error.code);
}
