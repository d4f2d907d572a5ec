import { isTroupeError } from '../../base/errors';
import type { RunEnd } from '../../ports/runs/run-records';
import { isStopped } from '../../switches/find-switch';

/** Bounds the text of a fault in a record. */
export const shortenFault = (message: string): string => message.slice(0, 500);

/** Describes a fault as the record of a run keeps it. */
export function describeFault(
	error: unknown,
): Pick<RunEnd, 'errorCode' | 'error' | 'fix'> & { state: 'cancelled' | 'failed'; errorCode: string } {
	const errorCode = isTroupeError(error) ? error.code : 'INTERNAL';
	const state = errorCode === 'CANCELLED' || isStopped(error) ? 'cancelled' : 'failed';
	// The log of stops has the reason that a person gave.
	if (!isTroupeError(error) || state !== 'failed') return { state, errorCode, error: null };
	return { state, errorCode, error: shortenFault(error.message), fix: error.fix === undefined ? null : shortenFault(error.fix) };
}
