import { Redis, type RedisOptions } from 'ioredis';
import { TroupeError } from '../../core/base/errors';

/**
 * Creates the connection of TROUPE_REDIS_URL; `connect` opens it. Commands fail at once while disconnected. @throws TroupeError INPUT_INVALID,
 * without the address
 */
export function createRedis(address: string, options: RedisOptions): Redis {
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
		connectTimeout: 2_000,
		// A silent Redis does not close its side, which delays the process.
		disconnectTimeout: 50,
		// The check needs the right to use INFO; a loading Redis refuses each command anyway.
		enableReadyCheck: false,
		disableClientInfo: true,
		retryStrategy: (attempt) => Math.min(attempt * 200, 5_000),
		...options,
	});
	// Without a listener, ioredis writes errors to standard error.
	redis.on('error', () => undefined);
	return redis;
}

/** Returns the database number, default 0. It separates installations that share a Redis. */
export const readRedisDatabase = (address: string): number => Number(/^\/(\d+)/.exec(new URL(address).pathname)?.[1] ?? 0);
