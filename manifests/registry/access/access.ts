import { TroupeError } from '../../../core/base/errors';
import type { Grant } from './access-claims';

/** Says what a bearer may do. */
export interface Access {
	/** @throws TroupeError ACCESS_DENIED; REGISTRY_NOT_READY where nobody can have access yet */
	grantOf(token: string): Grant;
}

/** Why access was denied, in `details.reason`: the first two are answered with 401, the others with 403. `foreign`: a page of another site, or the name of another machine. */
export type AccessReason = 'missing' | 'invalid' | 'scope' | 'tenant' | 'foreign';

/** The error of whoever may not. */
export function denied(reason: AccessReason, message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'ACCESS_DENIED', message, fix, details: { reason, ...details } });
}
