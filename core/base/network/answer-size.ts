import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<number>();

/** Sets the max bytes of an answer for a call. */
export function withAnswerSize<Result>(maxBytes: number, work: () => Result): Result {
	return current.run(maxBytes, work);
}

export const readAnswerSize = (): number | undefined => current.getStore();
