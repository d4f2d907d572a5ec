import { isTroupeError } from '../../core/base/errors';
import { denied } from '../../manifests/registry/access/access';
import type { Grant } from '../../manifests/registry/access/access-claims';

const checkEveryMs = 1_000;
const scope = 'agent:run';

/**
 * Does work while its caller could begin it: the key is not revoked, the token has not expired, and the scope is still granted.
 * @throws TroupeError ACCESS_DENIED when that ends; any error of `work`
 */
export async function whileGranted<Result>(
	{ renew }: Pick<Grant, 'renew'>,
	host: AbortSignal,
	work: (signal: AbortSignal) => Promise<Result>,
	everyMs = checkEveryMs,
): Promise<Result> {
	if (!renew) return work(host);
	const stop = new AbortController();
	let isChecking = false;
	const look = async () => {
		if (isChecking) return;
		isChecking = true;
		const refusal = await findRefusal(renew);
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

/** Keys that cannot be read for a moment refuse nobody. */
async function findRefusal(renew: NonNullable<Grant['renew']>): Promise<Error | undefined> {
	try {
		const { scopes } = await renew();
		if (scopes.has(scope)) return undefined;
		return denied('scope', `The caller has no scope ${scope} any more.`, 'Ask an administrator for a role that runs agents.');
	} catch (error) {
		return isTroupeError(error) && error.code === 'ACCESS_DENIED' ? error : undefined;
	}
}
