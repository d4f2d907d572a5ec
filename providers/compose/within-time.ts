import { isTroupeError, type TroupeError } from '../../core/base/errors';

/**
 * Runs work and stops it when the time of its task is over.
 * @param late creates the error for that case; not used if the caller cancelled first
 */
export async function withinTime<Result>(
	timeoutMs: number,
	signal: AbortSignal,
	work: (signal: AbortSignal) => Promise<Result>,
	late: (cause: TroupeError) => TroupeError,
): Promise<Result> {
	const timeout = AbortSignal.timeout(timeoutMs);
	try {
		return await work(AbortSignal.any([signal, timeout]));
	} catch (error) {
		if (signal.aborted || !timeout.aborted || !isTroupeError(error) || error.code !== 'CANCELLED') throw error;
		throw late(error);
	}
}
