import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<number>();

/** Calls a server whose answer may have this many bytes. */
export function withAnswerSize<Result>(maxBytes: number, work: () => Result): Result {
	return current.run(maxBytes, work);
}

/** Returns the max bytes of the answer that is being asked for; undefined if the caller sets none. */
export const readAnswerSize = (): number | undefined => current.getStore();
