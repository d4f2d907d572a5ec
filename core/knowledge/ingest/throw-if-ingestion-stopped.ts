import { throwIfCancelled } from '../../base/async/cancelled';

/** @throws TroupeError CANCELLED */
export function throwIfIngestionStopped(signal: AbortSignal): void {
	throwIfCancelled(
		signal,
		'The ingestion was stopped. The documents reported so far are stored.',
		'Run it again to continue. Stored documents are not read again.',
	);
}
