import { TroupeError } from '../../../core/base/errors';

/** Copies a stored refusal before it is thrown, because hosts change the errors that they catch. */
export function copyError({ code, message, fix, details, cause, retryable }: TroupeError): TroupeError {
	return new TroupeError({ code, message, fix, details, cause, retryable });
}
