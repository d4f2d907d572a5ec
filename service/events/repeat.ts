import { pause } from '../../core/base/async/pause';

/** Repeats work with a pause in between until it is stopped. What fails is reported, and tried again after the pause. */
export function repeat(work: () => Promise<void>, everyMs: number, onFault: (fault: unknown) => void): { stop: () => Promise<void> } {
	const stopping = new AbortController();
	const run = async () => {
		while (!stopping.signal.aborted) {
			await work().catch(onFault);
			await pause(everyMs, stopping.signal);
		}
	};
	const ended = run();
	return {
		async stop() {
			stopping.abort();
			await ended;
		},
	};
}
