import { AsyncLocalStorage } from 'node:async_hooks';

const confirmations = new AsyncLocalStorage<() => Promise<void>>();

/** @param confirm looks whether it still is wanted, and aborts its signal if not */
export const whileWanted = <Result>(confirm: () => Promise<void>, work: () => Promise<Result>): Promise<Result> =>
	confirmations.run(confirm, work);

/** To be awaited before a call with an effect; then look at the signal of the work. */
export const confirmWanted = async (): Promise<void> => confirmations.getStore()?.();
