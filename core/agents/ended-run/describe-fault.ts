import { isTroupeError } from '../../base/errors';
import type { RunEnd } from '../../ports/runs/run-records';
import { isStopped } from '../../switches/find-switch';

export const shortenFault = (message: string): string => message.slice(0, 500);

export function describeFault(
	error: unknown,
): Pick<RunEnd, 'errorCode' | 'error' | 'fix'> & { state: 'cancelled' | 'failed'; errorCode: string } {
	const errorCode = isTroupeError(error) ? error.code : 'INTERNAL';
	const state = errorCode === 'CANCELLED' || isStopped(error) ? 'cancelled' : 'failed';
	if (!isTroupeError(error) || state !== 'failed') return { state, errorCode, error: null };
	return { state, errorCode, error: shortenFault(error.message), fix: error.fix === undefined ? null : shortenFault(error.fix) };
}
