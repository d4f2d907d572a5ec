/**
 * Concurrent, with results in the order of the items. Takes items as capacity allows. After a failure, or if the reader stops, aborts and awaits the
 * others, so that no work continues unnoticed.
 */
export async function* processInOrder<Item, Result>(
	items: AsyncIterable<Item>,
	concurrency: number,
	signal: AbortSignal,
	work: (item: Item, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Result, void> {
	const running: Array<Promise<Result>> = [];
	const left = new AbortController();
	const until = AbortSignal.any([signal, left.signal]);
	try {
		for await (const item of items) {
			const result = work(item, until);
			result.catch(() => undefined); // reported when its result is due
			running.push(result);
			if (running.length >= concurrency) yield await running.shift()!;
		}
		while (running.length > 0) yield await running.shift()!;
	} finally {
		left.abort();
		await Promise.allSettled(running);
	}
}
