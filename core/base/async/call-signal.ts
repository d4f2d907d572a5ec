import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal>();

/** Makes the signal readable to the called code, also below a library that does not pass it on. */
export const whileCalled = <Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> => signals.run(signal, call);

/** Returns the signal of the current call; undefined outside of one. */
export const readCallSignal = (): AbortSignal | undefined => signals.getStore();
