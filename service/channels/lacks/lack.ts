import { isTroupeError } from '../../../core/base/errors';
import type { Lack } from '../../../core/ports/channels/lacks';

/** Converts an error of use into a lack. @throws any other error */
export function lackOf(error: unknown, of: Pick<Lack, 'kind' | 'name' | 'neededBy'>): Lack {
	if (!isTroupeError(error)) throw error;
	const { code, message, fix = '' } = error;
	return { ...of, state: stateOf(code, error.retryable), reason: message, fix };
}

function stateOf(code: string, isRetryable: boolean): Lack['state'] {
	if (isRetryable || code.endsWith('_UNREACHABLE')) return 'unreachable';
	return /^(?:.+_REFUSED|CREDENTIAL_INVALID|MODEL_AUTHENTICATION)$/.test(code) ? 'refused' : 'missing';
}

/** Asks for at most ten seconds; a longer check is a lack. */
export async function askInTime(
	ask: (signal: AbortSignal) => Promise<Lack[]>,
	of: Pick<Lack, 'kind' | 'name' | 'neededBy'>,
	signal: AbortSignal,
	timeoutMs = checkMs,
): Promise<Lack[]> {
	const timeout = AbortSignal.timeout(timeoutMs);
	try {
		return await ask(AbortSignal.any([signal, timeout]));
	} catch (error) {
		signal.throwIfAborted();
		if (!timeout.aborted) return [lackOf(error, of)];
		const reason = `${of.name} has not answered within ${timeoutMs / 1000} seconds.`;
		return [{ ...of, state: 'unreachable', reason, fix: 'Try again later, and check the network of this machine.' }];
	}
}

const checkMs = 10_000;
