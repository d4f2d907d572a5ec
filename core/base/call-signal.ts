import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal>();

/** Makes a call through code that does not hand on its signal; whatever is done for it can read the signal. */
export const whileCalled = <Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> => signals.run(signal, call);

/** Returns the signal of the call that this code is run for; undefined outside of one. */
export const readCallSignal = (): AbortSignal | undefined => signals.getStore();
