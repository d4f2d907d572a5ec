import { TroupeError } from '../errors';

/** Creates the error for stopped work. @param message what was stopped, and in which state it was left */
export function cancelled(signal: AbortSignal, message: string, fix?: string): TroupeError {
	return new TroupeError({ code: 'CANCELLED', message, fix, cause: signal.reason });
}

/** @throws TroupeError CANCELLED */
export function throwIfCancelled(signal: AbortSignal, message: string, fix?: string): void {
	if (signal.aborted) throw cancelled(signal, message, fix);
}
