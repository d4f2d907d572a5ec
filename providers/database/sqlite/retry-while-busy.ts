import { setTimeout as sleep } from 'node:timers/promises';

const isBusy = (error: unknown) => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;

const defaultTimeoutMs = 15_000;

/**
 * Retries until no other process locks the file, without blocking: SQLite's busy timeout stops the process, and does not cover everything. If two
 * processes switch a new file to WAL at once, SQLite refuses one immediately.
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
