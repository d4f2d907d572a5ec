/**
 * Work with a signal of its own, which the given one aborts while the work lasts and no longer: the SDK never takes its listeners away,
 * and would tell the server of requests that are long over. Ends when the signal does, whether or not the work heeds it.
 */
export async function withOwnSignal<T>(signal: AbortSignal, work: (own: AbortSignal) => Promise<T>): Promise<T> {
	signal.throwIfAborted();
	const own = new AbortController();
	const { promise: aborted, reject } = Promise.withResolvers<never>();
	const cancel = () => {
		own.abort('cancelled'); // the server is told the reason: not the run's own
		reject(signal.reason as Error);
	};
	signal.addEventListener('abort', cancel, { once: true });
	try {
		return await Promise.race([work(own.signal), aborted]);
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}
