import { throwIfCancelled } from '../../base/cancelled';

/** @throws TroupeError CANCELLED */
export function checkGoesOn(signal: AbortSignal): void {
	throwIfCancelled(
		signal,
		'The ingestion was stopped; the documents that were told are in.',
		'Run it again to go on: what is in is not read again.',
	);
}
