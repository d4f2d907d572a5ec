import { pause } from './pause';

/**
 * Renews a lease periodically. Renewals never overlap: a silent store would otherwise face a pile of them. Does not keep the process alive. @param
 * onFault called with the failure; the next renewal retries @returns a function that stops it
 */
export function keepRenewing(everyMs: number, renew: () => Promise<void>, onFault: (fault: unknown) => void = () => undefined): () => void {
	const stopped = new AbortController();
	const run = async () => {
		while (await pause(everyMs, stopped.signal, false)) await renew().catch(onFault);
	};
	void run();
	return () => stopped.abort();
}
