import { pause } from '../../core/base/async/pause';

/**
 * Closes parts, the last one first, each within a time. One that fails, or goes on after that, keeps no other part open.
 * @param onLate called for a part that goes on @throws the first failure, after all parts
 */
export async function closeParts(closers: ReadonlyArray<() => unknown>, maxMs: number, onLate: () => void): Promise<void> {
	const faults: unknown[] = [];
	for (const close of closers.toReversed()) {
		const closed = new AbortController();
		const closing = (async () => close())()
			.catch((fault: unknown) => void faults.push(fault))
			.finally(() => closed.abort());
		if (await pause(maxMs, closed.signal)) onLate();
		else await closing;
	}
	if (faults.length > 0) throw faults[0];
}
