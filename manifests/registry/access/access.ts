import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { Grant, StepUp } from './access-claims';

export interface Access {
	/**
	 * @param address origin of the request; access that depends on it is refused without it @throws TroupeError ACCESS_DENIED; REGISTRY_NOT_READY
	 * while no one can have access yet
	 */
	grantAccess(token: string, address?: string): Grant | Promise<Grant>;
}

/**
 * Reason of a denial, in `details.reason`. The first four return 401, the others 403. `login`: valid token, but its login is too old or weak;
 * `foreign`: a page of another site or another host name; `address`: not an allowed address; `owner`: only for the owners.
 */
export type AccessReason = 'missing' | 'invalid' | 'revoked' | 'login' | 'scope' | 'tenant' | 'foreign' | 'address' | 'owner';

const unauthorized: unknown[] = ['missing', 'invalid', 'revoked', 'login'] satisfies AccessReason[];

/** True if another token could change the refusal, which is 401; a valid token without the right is 403. */
export const isUnauthorized = (error: unknown): error is TroupeError =>
	isTroupeError(error) && error.code === 'ACCESS_DENIED' && unauthorized.includes(error.details.reason);

/** True for an invalid token. Without a token, a client only asks whether it needs one. */
export const isFailedToken = (error: unknown): boolean => isUnauthorized(error) && !untried.includes(error.details.reason);

const untried: unknown[] = ['missing', 'login'] satisfies AccessReason[];

export function denied(reason: AccessReason, message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'ACCESS_DENIED', message, fix, details: { reason, ...details } });
}

/** Returns undefined if another login would not give the scope. @param isEnough whether scopes allow it; default: the scope itself */
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

/** RFC 9470, section 3: asks for the required login. */
export function formatLoginChallenge({ maxAge, acrValues }: Partial<StepUp>): string {
	return [
		'error="insufficient_user_authentication", error_description="Another login is needed"',
		...(maxAge === undefined ? [] : [`max_age="${maxAge}"`]),
		...(acrValues === undefined ? [] : [`acr_values="${acrValues.join(' ')}"`]),
	].join(', ');
}
