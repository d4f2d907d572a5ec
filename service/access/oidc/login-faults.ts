import { isTroupeError, type TroupeError } from '../../../core/base/errors';
import { denied } from '../../../manifests/registry/access/access';

export type LoginFault = 'denied' | 'expired' | 'mixed' | 'away' | 'refused' | 'token';

export const loginRefused = (why: string, fault: LoginFault): TroupeError =>
	denied('invalid', `The login at the issuer is refused: ${why}.`.replace(/\.\.$/, '.'), 'Sign in again.', { fault });

export function findFault(error: unknown): LoginFault {
	if (!isTroupeError(error)) return 'refused';
	const { code, details = {} } = error;
	if (code === 'ISSUER_UNREACHABLE' || code === 'CREDENTIAL_SERVICE_UNREACHABLE') return 'away';
	// RFC 6749, 5.2: the code is used, too old, or another client's.
	if (code === 'CREDENTIAL_INVALID' && details.error === 'invalid_grant') return 'expired';
	return (details.fault as LoginFault | undefined) ?? (code === 'ACCESS_DENIED' ? 'token' : 'refused');
}

/** Issuer errors that the browser carries: RFC 6749, 4.1.2.1. */
export function readFault(error: string): LoginFault {
	if (error === 'access_denied') return 'denied';
	return error === 'server_error' || error === 'temporarily_unavailable' ? 'away' : 'refused';
}
