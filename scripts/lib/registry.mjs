import { run } from './processes.mjs';

const unreachable =
	/EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|network/i;

/**
 * Asks once whether npm's registry can be reached: without a network npm would try each of a thousand packages for minutes.
 * @param {(line: string) => void} progress
 * @returns {Promise<string[]>} flags for `npm install`: `--offline` takes what npm's cache has, and says at once what it has not
 */
export async function registryFlags(progress, signal) {
	const args = ['ping', '--fetch-retries=0', '--fetch-timeout=15000', '--loglevel=error'];
	const { code, tail } = await run('npm', args, { signal, timeoutMs: 30_000 });
	const isReachable = code === 0 || (code !== null && !unreachable.test(tail)); // a registry without this address answers as well
	if (isReachable) return [];
	progress("npm's registry cannot be reached: trying with what npm has in its cache");
	return ['--offline'];
}
