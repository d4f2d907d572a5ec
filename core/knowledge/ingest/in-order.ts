/**
 * Works on so many items at once, and gives what comes of them in the order of the items. Items are asked for as there is room.
 * Where one fails, or nobody reads on, the others are told to stop and waited for: nothing goes on behind the caller's back.
 */
export async function* inOrder<Item, Result>(
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
			result.catch(() => undefined); // told when its turn comes
			running.push(result);
			if (running.length >= concurrency) yield await running.shift()!;
		}
		while (running.length > 0) yield await running.shift()!;
	} finally {
		left.abort();
		await Promise.allSettled(running);
	}
}
