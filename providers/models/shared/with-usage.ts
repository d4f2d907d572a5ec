import { TroupeError } from '../../../core/base/errors';
import type { TokenUsage } from '../../../core/ports';

/** The same error, with what the call used all the same: it is to be paid for. */
export function withUsage(error: TroupeError, usage: TokenUsage | undefined): TroupeError {
	if (!usage) return error;
	const { code, message, fix, retryable, retryAfterMs, details, cause } = error;
	return new TroupeError({ code, message, fix, retryable, retryAfterMs, cause, details: { ...details, usage } });
}
