import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { Grant } from './access-claims';

/** Determines the rights of a bearer. */
export interface Access {
	/**
	 * @param address where the request comes from; access that depends on it is refused without it
	 * @throws TroupeError ACCESS_DENIED; REGISTRY_NOT_READY while no one can have access yet
	 */
	grantAccess(token: string, address?: string): Grant | Promise<Grant>;
}

/**
 * Reason of a denial, in `details.reason`. The first three return 401, the others 403. `foreign`: a page of another site, or the name of another
 * machine; `address`: not one from which access is allowed.
 */
export type AccessReason = 'missing' | 'invalid' | 'revoked' | 'scope' | 'tenant' | 'foreign' | 'address';

const unauthorized: unknown[] = ['missing', 'invalid', 'revoked'] satisfies AccessReason[];

/** Returns whether a caller has no valid token, which is 401; a valid token without the right is 403. */
export const isUnauthorized = (error: unknown): error is TroupeError =>
	isTroupeError(error) && error.code === 'ACCESS_DENIED' && unauthorized.includes(error.details.reason);

/** Returns whether a token was tried that is not valid. Without a token, a client only asks whether it needs one, and must be told so. */
export const isFailedToken = (error: unknown): boolean =>
	isUnauthorized(error) && error.details.reason !== ('missing' satisfies AccessReason);

/** Creates the error for a caller without access. */
export function denied(reason: AccessReason, message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'ACCESS_DENIED', message, fix, details: { reason, ...details } });
}
