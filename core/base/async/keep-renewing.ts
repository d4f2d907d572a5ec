import { pause } from './pause';

/**
 * Renews a lease every so often. A renewal waits for the end of the one before it, however long that takes: otherwise a store that was silent would
 * find a pile of them, and everything else would wait for it. It does not keep the process alive.
 * @param onFault called with what failed; it is tried again the next time
 * @returns a function that stops it
 */
export function keepRenewing(everyMs: number, renew: () => Promise<void>, onFault: (fault: unknown) => void = () => undefined): () => void {
	const stopped = new AbortController();
	const run = async () => {
		while (await pause(everyMs, stopped.signal, false)) await renew().catch(onFault);
	};
	void run();
	return () => stopped.abort();
}
