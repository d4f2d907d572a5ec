/** Reports progress. Prints nothing itself: every caller decides where lines go. */

/** @typedef {(line: string) => void} Progress */

const heartbeatMs = 10_000;

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
	const seconds = milliseconds / 1000;
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	return seconds < 100 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs `work` with a line at the start, a heartbeat, and a line with the duration at the end.
 * @template T
 * @param {Progress} progress
 * @param {string} label such as `n8n host: installing packages`
 * @param {() => Promise<T>} work
 * @param {string} [expectation] such as `about 3 minutes the first time`
 * @returns {Promise<T>}
 */
export async function step(progress, label, work, expectation) {
	const startedAt = Date.now();
	progress(expectation ? `${label} (${expectation}) ...` : `${label} ...`);
	const heartbeat = setInterval(() => progress(`${label} ... ${elapsed(Date.now() - startedAt)} so far`), heartbeatMs);
	try {
		const result = await work();
		progress(`${label}: done in ${elapsed(Date.now() - startedAt)}`);
		return result;
	} finally {
		clearInterval(heartbeat);
	}
}
