import { isTroupeError, type TroupeError } from '../../core/base/errors';

/** Stops the work at its timeout. @param late creates that error; not used if the caller cancelled first */
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
