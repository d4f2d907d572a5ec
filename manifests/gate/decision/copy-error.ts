import { TroupeError } from '../../../core/base/errors';

/** Hosts change the errors that they catch, so a stored refusal is copied. */
export function copyError({ code, message, fix, details, cause, retryable }: TroupeError): TroupeError {
	return new TroupeError({ code, message, fix, details, cause, retryable });
}
