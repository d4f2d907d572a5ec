import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis, readRedisDatabase } from './create-redis';
import { redisChannel } from './redis-channel';
import { redisFault } from './redis-fault';

const timeoutMs = 3_000;

export interface RedisFacts {
	delayMs: number;
	/** True if new keys will soon be refused; undefined if the user cannot see it. */
	isFull: boolean | undefined;
}

/** Checks request counting and wake-ups. Writes nothing; listeners ignore its message. @throws TroupeError INPUT_INVALID, STORAGE_… */
export async function probeRedis(address: string): Promise<RedisFacts> {
	const redis = createRedis(address, { retryStrategy: () => null, connectTimeout: timeoutMs, commandTimeout: timeoutMs });
	let firstError: unknown;
	redis.on('error', (error) => (firstError ??= error));
	try {
		await redis.connect();
		const startedAt = performance.now();
		await redis.ping();
		const delayMs = Math.round(performance.now() - startedAt);
		await redis.eval("return redis.call('PTTL', KEYS[1])", 1, `troupe:rate:${readRedisDatabase(address)}`);
		const memory = await redis.info('memory').catch(() => undefined);
		await hearItself(address);
		return { delayMs, isFull: memory === undefined ? undefined : isFull(memory) };
	} catch (cause) {
		throw redisFault(address, 'cannot be used', 'Until then, limits hold for each process alone.', firstError ?? cause);
	} finally {
		redis.disconnect();
	}
}

function isFull(memory: string): boolean {
	const read = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(memory)?.[1] ?? '';
	const max = Number(read('maxmemory'));
	return max > 0 && read('maxmemory_policy') === 'noeviction' && Number(read('used_memory')) >= max * 0.95;
}

async function hearItself(address: string): Promise<void> {
	const channel = redisChannel(address);
	const sent = `doctor ${randomUUID()}`;
	const back = Promise.withResolvers<void>();
	const hearing = channel.hear({
		heard: (text) => void (text === sent && back.resolve()),
		connected: () => void channel.send(sent).catch(back.reject),
		failed: back.reject,
	});
	const over = new AbortController();
	const late = sleep(timeoutMs, undefined, { signal: over.signal }).then(() => Promise.reject(new Error('a message did not come back')));
	try {
		await Promise.race([back.promise, late]);
	} finally {
		over.abort();
		late.catch(() => undefined);
		hearing.close();
	}
}
