import { TroupeError } from './errors';

/** What whoever stopped the work is told. @param message what it was, and how it was left */
export function cancelled(signal: AbortSignal, message: string, fix?: string): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message, fix, cause: signal.reason });
}

/** @throws TroupeError CANCELLED */
export function throwIfCancelled(signal: AbortSignal, message: string, fix?: string): void {
	if (signal.aborted) throw cancelled(signal, message, fix);
}
