import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';
import type { PortError } from './port-calls';

export function describePortError(error: unknown): PortError {
	if (!isTroupeError(error)) return { code: 'INTERNAL', message: getErrorMessage(error) };
	const { code, message, fix, retryable } = error;
	return { code, message, ...(fix !== undefined && { fix }), ...(retryable && { retryable }) };
}

export const toError = (error: PortError): TroupeError => new TroupeError(error);
