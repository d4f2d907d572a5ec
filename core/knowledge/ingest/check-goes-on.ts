import { TroupeError } from '../../errors';

/** @throws TroupeError CANCELLED */
export function checkGoesOn(signal: AbortSignal): void {
	if (!signal.aborted) return;
	throw new TroupeError({
		code: 'CANCELLED',
		message: 'The ingestion was stopped; the documents that were told are in.',
		fix: 'Run it again to go on: what is in is not read again.',
		cause: signal.reason,
	});
}
