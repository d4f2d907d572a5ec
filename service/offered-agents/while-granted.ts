import { isTroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { withoutScope } from '../access/ask-for-scope';
import { allows, type NarrowScope, scopeOfAgent, type ServiceScope } from '../access/scopes';

const checkEveryMs = 1_000;

/**
 * Does work while its caller could begin it: the key is not revoked, the token has not expired, and the scope for its agent is still granted.
 * @throws TroupeError ACCESS_DENIED if it may not, or when that ends; any error of `work`
 */
export async function whileGranted<Result>(
	{ scopes, renew }: Pick<Grant, 'scopes' | 'renew'>,
	agent: string,
	host: AbortSignal,
	work: (signal: AbortSignal) => Promise<Result>,
	everyMs = checkEveryMs,
): Promise<Result> {
	const scope = scopeOfAgent(agent);
	if (!allows(scopes, scope)) throw withoutScope(scope);
	if (!renew) return work(host);
	const stop = new AbortController();
	let isChecking = false;
	const look = async () => {
		if (isChecking) return;
		isChecking = true;
		const refusal = await findRefusal(renew, scope);
		isChecking = false;
		if (refusal) stop.abort(refusal);
	};
	const check = setInterval(() => void look(), everyMs);
	check.unref();
	try {
		return await work(AbortSignal.any([host, stop.signal]));
	} catch (error) {
		throw stop.signal.aborted ? (stop.signal.reason as Error) : error;
	} finally {
		clearInterval(check);
	}
}

/** Checks again, after a wait, that a caller could ask. @throws TroupeError ACCESS_DENIED */
export async function requireGrant({ renew }: Pick<Grant, 'renew'>, scope: ServiceScope): Promise<void> {
	const refusal = renew && (await findRefusal(renew, scope));
	if (refusal) throw refusal;
}

/** Keys that cannot be read for a moment refuse nobody. */
async function findRefusal(renew: NonNullable<Grant['renew']>, scope: NarrowScope | ServiceScope): Promise<Error | undefined> {
	try {
		const { scopes } = await renew();
		return allows(scopes, scope) ? undefined : withoutScope(scope);
	} catch (error) {
		return isTroupeError(error) && error.code === 'ACCESS_DENIED' ? error : undefined;
	}
}
