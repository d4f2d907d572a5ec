/**
 * Runs work with a separate signal, which follows `signal` only while the work lasts: the SDK never removes its listeners,
 * and would cancel requests that ended long ago. Ends with the signal, even if the work ignores it.
 */
export async function withOwnSignal<T>(signal: AbortSignal, work: (own: AbortSignal) => Promise<T>): Promise<T> {
	signal.throwIfAborted();
	const own = new AbortController();
	const { promise: aborted, reject } = Promise.withResolvers<never>();
	const cancel = () => {
		own.abort('cancelled'); // the reason is sent to the server, so it is not that of the run
		reject(signal.reason as Error);
	};
	signal.addEventListener('abort', cancel, { once: true });
	try {
		return await Promise.race([work(own.signal), aborted]);
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}
