import { run } from './processes.mjs';

const unreachable =
	/EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|network/i;

/**
 * Checks once whether npm's registry can be reached: without a network npm would retry a thousand packages for minutes.
 * @param {(line: string) => void} progress
 * @returns {Promise<string[]>} flags for `npm install`: `--offline` uses npm's cache and reports missing packages immediately
 */
export async function registryFlags(progress, signal) {
	const args = ['ping', '--fetch-retries=0', '--fetch-timeout=15000', '--loglevel=error'];
	const { code, tail } = await run('npm', args, { signal, timeoutMs: 30_000 });
	const isReachable = code === 0 || (code !== null && !unreachable.test(tail)); // A registry without this endpoint also counts as reachable.
	if (isReachable) return [];
	progress("npm's registry cannot be reached: using npm's cache");
	return ['--offline'];
}
