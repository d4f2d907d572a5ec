import { setTimeout as sleep } from 'node:timers/promises';

/** SQLITE_BUSY, https://sqlite.org/rescode.html. */
const isBusy = (error: unknown) => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;

/** How long to wait for another process that locks the file, in milliseconds. */
const defaultTimeoutMs = 15_000;

/**
 * Repeats an act until no other process locks the SQLite file. This process goes on meanwhile: SQLite's own busy timeout stops it, and is not applied
 * to everything. If two processes turn a new file to a write-ahead log at the same time, SQLite refuses one of them immediately.
 */
export async function retryWhileBusy<Result>(act: () => Result | Promise<Result>, timeoutMs = defaultTimeoutMs): Promise<Result> {
	const deadline = performance.now() + timeoutMs;
	for (;;) {
		try {
			return await act();
		} catch (error) {
			if (!isBusy(error) || performance.now() > deadline) throw error;
			await sleep(2 + Math.random() * 10);
		}
	}
}
