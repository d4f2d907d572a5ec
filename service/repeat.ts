import { pause } from '../core/base/async/pause';

export interface Repeated {
	/** The first time ended, well or not. */
	first: Promise<void>;
	/** Ends it, after the work that goes on. */
	stop: () => Promise<void>;
}

/** Repeats work with a pause in between until it is stopped. What fails is reported, and tried again after the pause. */
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
