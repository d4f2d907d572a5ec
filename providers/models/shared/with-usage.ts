import { TroupeError } from '../../../core/base/errors';
import type { TokenUsage } from '../../../core/ports/models/models';

export function withUsage(error: TroupeError, usage: TokenUsage | undefined): TroupeError {
	if (!usage) return error;
	const { code, message, fix, retryable, retryAfterMs, details, cause } = error;
	return new TroupeError({ code, message, fix, retryable, retryAfterMs, cause, details: { ...details, usage } });
}
