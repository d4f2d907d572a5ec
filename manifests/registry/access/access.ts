import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { Grant, StepUp } from './access-claims';

/** Determines the rights of a bearer. */
export interface Access {
	/**
	 * @param address where the request comes from; access that depends on it is refused without it
	 * @throws TroupeError ACCESS_DENIED; REGISTRY_NOT_READY while no one can have access yet
	 */
	grantAccess(token: string, address?: string): Grant | Promise<Grant>;
}

/**
 * Reason of a denial, in `details.reason`. The first four return 401, the others 403. `login`: the token is valid, but its login is too old or too
 * weak for this; `foreign`: a page of another site, or the name of another
 * machine; `address`: not one from which access is allowed; `owner`: only for the people whose it is.
 */
export type AccessReason = 'missing' | 'invalid' | 'revoked' | 'login' | 'scope' | 'tenant' | 'foreign' | 'address' | 'owner';

const unauthorized: unknown[] = ['missing', 'invalid', 'revoked', 'login'] satisfies AccessReason[];

/** Returns whether another token could change the refusal, which is 401; a valid token without the right is 403. */
export const isUnauthorized = (error: unknown): error is TroupeError =>
	isTroupeError(error) && error.code === 'ACCESS_DENIED' && unauthorized.includes(error.details.reason);

/** Returns whether a token was tried that is not valid. Without a token, a client only asks whether it needs one, and must be told so. */
export const isFailedToken = (error: unknown): boolean => isUnauthorized(error) && !untried.includes(error.details.reason);

const untried: unknown[] = ['missing', 'login'] satisfies AccessReason[];

/** Creates the error for a caller without access. */
export function denied(reason: AccessReason, message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'ACCESS_DENIED', message, fix, details: { reason, ...details } });
}

/**
 * Creates the error for a caller who has the scope after another login; undefined where a login would not give it.
 * @param isEnough whether scopes allow it; default: the scope itself
 */
export function needsLogin(
	grant: Pick<Grant, 'stepUp'> | null,
	scope: string,
	isEnough = (scopes: ReadonlySet<string>) => scopes.has(scope),
): TroupeError | undefined {
	if (!grant?.stepUp || !isEnough(grant.stepUp.scopes)) return undefined;
	const { maxAge, acrValues } = grant.stepUp;
	const demands = [
		...(maxAge === undefined ? [] : [`at most ${maxAge} s old (auth_time)`]),
		...(acrValues === undefined ? [] : [`of the class ${acrValues.join(' or ')} (acr)`]),
	];
	return denied(
		'login',
		`The scope ${scope} needs a login that is ${demands.join(' and ')}, and the token does not say so.`,
		'Log in again, and use the new token. Programs use an API key.',
		{ scope, ...(maxAge !== undefined && { maxAge }), ...(acrValues && { acrValues }) },
	);
}

/** RFC 9470, section 3: asks for the login that is needed. */
export function formatLoginChallenge({ maxAge, acrValues }: Partial<StepUp>): string {
	return [
		'error="insufficient_user_authentication", error_description="Another login is needed"',
		...(maxAge === undefined ? [] : [`max_age="${maxAge}"`]),
		...(acrValues === undefined ? [] : [`acr_values="${acrValues.join(' ')}"`]),
	].join(', ');
}
