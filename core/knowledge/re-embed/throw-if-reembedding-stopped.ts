import { throwIfCancelled } from '../../base/async/cancelled';

/** @throws TroupeError CANCELLED, with how to continue */
export function throwIfReembeddingStopped(signal: AbortSignal): void {
	throwIfCancelled(
		signal,
		'The re-embedding was stopped. Searches still use the previous vectors.',
		'Run it again to continue where it stopped, or discard it with --abandon.',
	);
}
