import { Redis } from 'ioredis';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import type { CountTogether } from './rate-counters';

/** A request is not held up by a Redis that is slow. */
const timeoutMs = 100;
const keyPrefix = 'troupe:rate:';

/** The window begins with its first request, and Redis ends it: clocks of the service's machines do not matter. */
const count = `
local current = redis.call('INCR', KEYS[1])
if current == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {current, redis.call('PTTL', KEYS[1])}`;

type Counting = Redis & { countRequest(key: string, windowMs: number): Promise<[current: number, ttl: number]> };

/**
 * Connects to the Redis in which all processes of the service count requests. It connects again by itself.
 * @param reportFault told while Redis does not answer @throws TroupeError INPUT_INVALID
 */
export async function openRedisCounts(
	address: string,
	reportFault: (error: unknown) => void,
): Promise<{ count: CountTogether; close: () => Promise<void> }> {
	if (!URL.canParse(address) || !/^rediss?:$/.test(new URL(address).protocol))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'TROUPE_REDIS_URL is not the address of a Redis.',
			fix: 'Write redis://user:password@host:6379/0, or rediss:// for TLS.',
		});
	const redis = new Redis(address, {
		lazyConnect: true,
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		commandTimeout: timeoutMs,
		connectTimeout: 2_000,
		retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
	}) as Counting;
	redis.defineCommand('countRequest', { numberOfKeys: 1, lua: count });
	const report = (cause: unknown) => reportFault(away(address, cause));
	redis.on('error', report);
	// Otherwise the first requests would be counted alone. The listener has told of a failure.
	await redis.connect().catch(() => undefined);
	return {
		count: async (key, windowMs) => {
			const [current, ttl] = await redis.countRequest(keyPrefix + key, windowMs).catch((error: unknown) => {
				report(error);
				throw error;
			});
			return { current, ttl: Math.max(ttl, 0) };
		},
		close: async () => redis.disconnect(),
	};
}

const away = (address: string, cause: unknown) =>
	new TroupeError({
		code: 'STORAGE_UNREACHABLE',
		message: `Redis at ${new URL(address).host} does not count requests: ${getErrorMessage(cause)}.`,
		fix: 'Check TROUPE_REDIS_URL. Limits hold for each process alone until Redis answers.',
		retryable: true,
		cause,
	});
