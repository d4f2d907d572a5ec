import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal>();

/** Makes a call whose signal the called code can read, also below a library that does not pass it on. */
export const whileCalled = <Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> => signals.run(signal, call);

/** Returns the signal of the call that this code runs in; undefined outside of one. */
export const readCallSignal = (): AbortSignal | undefined => signals.getStore();
