import { pause } from '../core/base/async/pause';

export interface Repeated {
	/** Resolves after the first time, even a failed one. */
	first: Promise<void>;
	/** Waits for running work. */
	stop: () => Promise<void>;
}

/** Repeats work with pauses until stopped. Failures are reported, and retried after the pause. */
export function repeat(work: (signal: AbortSignal) => Promise<void>, everyMs: number, onFault: (fault: unknown) => void): Repeated {
	const stopping = new AbortController();
	const { signal } = stopping;
	const perform = () => work(signal).catch((fault: unknown) => void (signal.aborted || onFault(fault)));
	const first = perform();
	const ended = first.then(async () => {
		while (await pause(everyMs, signal)) await perform();
	});
	return {
		first,
		async stop() {
			stopping.abort();
			await ended;
		},
	};
}
