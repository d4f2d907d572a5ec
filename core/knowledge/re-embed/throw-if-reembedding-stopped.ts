import { throwIfCancelled } from '../../base/cancelled';

/** @throws TroupeError CANCELLED, with how to go on */
export function checkGoesOn(signal: AbortSignal): void {
	throwIfCancelled(
		signal,
		'The re-embedding was stopped; the collection is searched as it was.',
		'Run it again to go on: what is done is kept. Or give it up with --abandon.',
	);
}
