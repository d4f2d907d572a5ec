import { isTroupeError } from '../../core/base/errors';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Host } from '../../providers/compose/hosts/host';
import { refuseRevoked } from '../../providers/compose/state/host-switches';
import { withoutScope } from '../access/ask-for-scope';
import { allows, type NarrowScope, scopeOfAgent, type ServiceScope } from '../access/scopes';

const checkEveryMs = 1_000;

interface Renewable extends Pick<Grant, 'scopes'> {
	/** @throws TroupeError ACCESS_DENIED if they have ended */
	renew?: () => Promise<Pick<Grant, 'scopes'>>;
}

/**
 * Works while the caller could begin it: valid key and token, and the agent's scope still granted. @throws TroupeError ACCESS_DENIED if it may not,
 * or when that ends; any error of `work`
 */
export async function whileGranted<Result>(
	{ scopes, renew }: Renewable,
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

/** Rights for work begun in a browser session: it continues without its person until the session is revoked. */
export function untilRevoked(grant: Renewable & Pick<Grant, 'session'>, host: Host): Renewable {
	const { session, scopes } = grant;
	return session === undefined ? grant : { scopes, renew: async () => (await refuseRevoked(host, { session }), { scopes }) };
}

/** Checks again after a wait. @throws TroupeError ACCESS_DENIED */
export async function requireGrant({ renew }: Pick<Renewable, 'renew'>, scope: ServiceScope): Promise<void> {
	const refusal = renew && (await findRefusal(renew, scope));
	if (refusal) throw refusal;
}

/** Briefly unreadable keys refuse nobody. */
async function findRefusal(renew: NonNullable<Renewable['renew']>, scope: NarrowScope | ServiceScope): Promise<Error | undefined> {
	try {
		const { scopes } = await renew();
		return allows(scopes, scope) ? undefined : withoutScope(scope);
	} catch (error) {
		return isTroupeError(error) && error.code === 'ACCESS_DENIED' ? error : undefined;
	}
}
