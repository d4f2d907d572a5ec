import { TroupeError } from '../../../core/base/errors';

/** A refusal that is kept is thrown as a copy: hosts write on the errors that they catch. */
export function copyOf({ code, message, fix, details, cause, retryable }: TroupeError): TroupeError {
	return new TroupeError({ code, message, fix, details, cause, retryable });
}
